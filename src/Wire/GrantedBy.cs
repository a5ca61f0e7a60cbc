namespace Tacit.Wire;

/// <summary>Which key signed a grant. Source: docs/protocol/keys.md §1.4.</summary>
public enum GrantedBy : byte
{
    /// <summary>The write key of the epoch that the grant names.</summary>
    WriteKey = 1,

    /// <summary>The owner key.</summary>
    OwnerKey = 2,
}
