namespace Tacit.Capability;

/// <summary>Whose signature lets an author append. Source: docs/protocol/keys.md §1.2.</summary>
public enum AppendPolicy : byte
{
    /// <summary>The write key's or the owner key's: who holds an edit link makes its own grant.</summary>
    Writers = 1,

    /// <summary>Only the owner key's.</summary>
    Granted = 2,
}
