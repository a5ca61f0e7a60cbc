namespace Tacit.Client;

/// <summary>When something is tried again.</summary>
internal sealed class Retrying(ClientOptions client)
{
    private (long Begun, TimeSpan Wait)? _set;
    private int _attempts;

    /// <summary>Whether a time is set.</summary>
    public bool IsSet => _set is not null;

    /// <summary>Tries again after a wait that grows with each attempt.</summary>
    public void Later(long atLeastMs) =>
        _set = (client.Time.GetTimestamp(), Backoff.Wait(client.Random, _attempts++, atLeastMs));

    /// <summary>Whether the time has come. It comes once.</summary>
    public bool IsDue()
    {
        if (_set is not { } set || client.Time.GetElapsedTime(set.Begun) < set.Wait)
            return false;
        _set = null;
        return true;
    }

    /// <summary>Nothing needs to be tried again.</summary>
    public void Forget() => (_set, _attempts) = (null, 0);
}
