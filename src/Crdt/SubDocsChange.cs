namespace Tacit.Crdt;

/// <summary>Sub-documents that came, were asked to be loaded, or went in one transaction.</summary>
/// <param name="Added">New in this document.</param>
/// <param name="Loaded">To be connected now by whoever provides content.</param>
/// <param name="Removed">No longer in this document; destroyed after the handlers return.</param>
public sealed record SubDocsChange(
    IReadOnlyCollection<Doc> Added, IReadOnlyCollection<Doc> Loaded, IReadOnlyCollection<Doc> Removed);
