using Tacit.Log.Contract;

namespace Tacit.Log.Postgres.Tests;

public sealed class PostgresOpening : ILogOpening
{
    private TestDatabase? _database;

    public async ValueTask<ILog> OpenEmptyAsync(LogSettings settings, TimeProvider time)
    {
        _database = await TestDatabase.MakeAsync();
        return await _database.OpenAsync(settings, time);
    }

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
            await _database.DisposeAsync();
    }
}

public sealed class PostgresBlobOpening : IBlobStoreOpening
{
    private TestDatabase? _database;

    public async ValueTask<IBlobStore> OpenEmptyAsync(BlobHash hash)
    {
        _database = await TestDatabase.MakeAsync();
        return await PostgresBlobStore.OpenAsync(_database.ConnectionString, hash, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
            await _database.DisposeAsync();
    }
}

public sealed class PostgresAppends : AppendContract<PostgresOpening>;

public sealed class PostgresBlobs : BlobContract<PostgresBlobOpening>;

public sealed class PostgresChannels : ChannelContract<PostgresOpening>;

public sealed class PostgresHistory : HistoryContract<PostgresOpening>;

public sealed class PostgresLeases : LeaseContract<PostgresOpening>;

public sealed class PostgresLeaseExpiry : LeaseExpiryContract<PostgresOpening>;

public sealed class PostgresQuotas : QuotaContract<PostgresOpening>;

public sealed class PostgresReads : ReadContract<PostgresOpening>;

public sealed class PostgresRefusals : RefusalContract<PostgresOpening>;

public sealed class PostgresTrims : TrimContract<PostgresOpening>;
