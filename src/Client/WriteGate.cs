namespace Tacit.Client;

/// <summary>Holds back writers until there is a key to seal with.</summary>
internal sealed class WriteGate
{
    private Action<TacitException?>? _waiting;

    /// <summary>Calls when the gate opens: with null, or with the reason why nothing may be written.</summary>
    public void Wait(Action<TacitException?> then) => _waiting += then;

    /// <summary>Lets all through who wait now.</summary>
    public void Open(TacitException? refusal)
    {
        _waiting?.Invoke(refusal);
        _waiting = null;
    }
}
