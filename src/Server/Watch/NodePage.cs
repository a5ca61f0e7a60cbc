namespace Tacit.Server.Watch;

/// <summary>What a node said of itself.</summary>
/// <param name="Node">Such as <c>core:0</c>, or where it was asked, until it has answered.</param>
/// <param name="Page">Its metrics page; null where it did not answer.</param>
public sealed record NodePage(string Node, string? Page);
