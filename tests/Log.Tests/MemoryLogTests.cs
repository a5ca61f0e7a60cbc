using Tacit.Log.Contract;

namespace Tacit.Log.Tests;

public sealed class MemoryOpening : ILogOpening
{
    private MemoryLog? _log;

    public ValueTask<ILog> OpenEmptyAsync(LogSettings settings, TimeProvider time)
    {
        _log = new(settings, time, TestAuthor.Hash);
        return ValueTask.FromResult<ILog>(_log);
    }

    public async ValueTask DisposeAsync()
    {
        if (_log is not null)
            await _log.DisposeAsync();
    }
}

public sealed class MemoryAppends : AppendContract<MemoryOpening>;

public sealed class MemoryChannels : ChannelContract<MemoryOpening>;

public sealed class MemoryHistory : HistoryContract<MemoryOpening>;

public sealed class MemoryLeases : LeaseContract<MemoryOpening>;

public sealed class MemoryLeaseExpiry : LeaseExpiryContract<MemoryOpening>;

public sealed class MemoryQuotas : QuotaContract<MemoryOpening>;

public sealed class MemoryReads : ReadContract<MemoryOpening>;

public sealed class MemoryRefusals : RefusalContract<MemoryOpening>;

public sealed class MemoryTrims : TrimContract<MemoryOpening>;
