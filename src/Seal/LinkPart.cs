namespace Tacit.Seal;

/// <summary>
/// The part of a link that is damaged, in the order in which parts are judged. Source: docs/protocol/keys.md §1.3.
/// </summary>
public enum LinkPart
{
    /// <summary>Not http or https.</summary>
    Scheme,

    /// <summary>No host, or no host's name.</summary>
    Host,

    /// <summary>Not <c>/#/layer/word/token</c>.</summary>
    Path,

    /// <summary>Not pad or log.</summary>
    Layer,

    /// <summary>Not own, edit or view.</summary>
    Word,

    /// <summary>A character that no token has.</summary>
    Token,

    /// <summary>Cut off, or too long.</summary>
    Length,

    /// <summary>A character was changed.</summary>
    Checksum,

    /// <summary>Made by a newer Tacit.</summary>
    Version,

    /// <summary>Word and token disagree.</summary>
    Capability,

    /// <summary>Unknown flags.</summary>
    Flags,

    /// <summary>No epoch, or one where there can be none.</summary>
    Epoch,

    /// <summary>A time that cannot be read, or none.</summary>
    Expiry,
}
