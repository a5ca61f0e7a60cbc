using Tacit.Log.Contract;

namespace Tacit.Log.Sqlite.Tests;

public sealed class SqliteOpening : ILogOpening
{
    private readonly StoreFolder _folder = new();

    public async ValueTask<ILog> OpenEmptyAsync(LogSettings settings, TimeProvider time) =>
        await _folder.OpenAsync(settings, time);

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}

public sealed class SqliteAppends : AppendContract<SqliteOpening>;

public sealed class SqliteChannels : ChannelContract<SqliteOpening>;

public sealed class SqliteHistory : HistoryContract<SqliteOpening>;

public sealed class SqliteLeases : LeaseContract<SqliteOpening>;

public sealed class SqliteLeaseExpiry : LeaseExpiryContract<SqliteOpening>;

public sealed class SqliteQuotas : QuotaContract<SqliteOpening>;

public sealed class SqliteReads : ReadContract<SqliteOpening>;

public sealed class SqliteRefusals : RefusalContract<SqliteOpening>;

public sealed class SqliteTrims : TrimContract<SqliteOpening>;
