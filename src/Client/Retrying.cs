namespace Tacit.Client;

/// <summary>When something is tried again.</summary>
internal sealed class Retrying(ClientOptions client)
{
    private DateTimeOffset? _at;
    private int _attempts;

    /// <summary>Whether a time is set.</summary>
    public bool IsSet => _at is not null;

    /// <summary>Tries again after a wait that grows with each attempt.</summary>
    public void Later(long atLeastMs) =>
        _at = client.Time.GetUtcNow() + Backoff.Wait(client.Random, _attempts++, atLeastMs);

    /// <summary>Whether the time has come. It comes once.</summary>
    public bool IsDue(DateTimeOffset now)
    {
        if (_at is null || _at > now)
            return false;
        _at = null;
        return true;
    }

    /// <summary>Nothing needs to be tried again.</summary>
    public void Forget() => (_at, _attempts) = (null, 0);
}
