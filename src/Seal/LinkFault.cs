using Tacit.Wire;

namespace Tacit.Seal;

/// <summary>Why a text is no link.</summary>
/// <param name="Part">Which part of it is wrong.</param>
/// <param name="Position">For a wrong character of the token: its place in the text, from 0. Else 0.</param>
public sealed record LinkFault(LinkPart Part, int Position = 0)
{
    /// <summary>The code that all transports use.</summary>
    public Code Code => Part == LinkPart.Version ? Code.LinkNewer : Code.LinkDamaged;
}
