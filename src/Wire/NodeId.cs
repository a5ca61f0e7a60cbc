using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Tacit.Wire;

/// <summary>Names a node of a cluster: its role, and its place in the topology's list of that role.</summary>
/// <param name="Role">What it does.</param>
/// <param name="Index">Its place, from 0 to <see cref="IndexMax"/>.</param>
public readonly record struct NodeId(NodeRole Role, int Index) : IComparable<NodeId>
{
    /// <summary>The largest index.</summary>
    public const int IndexMax = 9_999;

    /// <summary>The first front: the only one where one process is all.</summary>
    public static NodeId Front { get; } = new(NodeRole.Front, 0);

    /// <summary>The first core: the only one where one process is all.</summary>
    public static NodeId Core { get; } = new(NodeRole.Core, 0);

    /// <summary>The first storage: the only one where one process is all.</summary>
    public static NodeId Storage { get; } = new(NodeRole.Storage, 0);

    /// <summary>Reads what <see cref="ToString"/> writes, and nothing else: one node has one name.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out NodeId id)
    {
        id = default;
        var colon = text?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        if (colon < 0 || !TryParseRole(text.AsSpan(0, colon), out var role))
            return false;
        var digits = text.AsSpan(colon + 1);
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            || index > IndexMax || (digits[0] == '0' && digits.Length > 1))
        {
            return false;
        }

        id = new(role, index);
        return true;
    }

    /// <summary>Reads the name of a role: <c>front</c>, <c>core</c> or <c>storage</c>.</summary>
    public static bool TryParseRole(ReadOnlySpan<char> text, out NodeRole role)
    {
        role = text switch
        {
            "front" => NodeRole.Front,
            "core" => NodeRole.Core,
            "storage" => NodeRole.Storage,
            _ => default,
        };
        return role != default;
    }

    /// <summary>The name of a role.</summary>
    public static string NameOf(NodeRole role) => role switch
    {
        NodeRole.Front => "front",
        NodeRole.Core => "core",
        NodeRole.Storage => "storage",
        NodeRole.Operator => "operator",
        _ => throw new UnreachableException(),
    };

    /// <summary>By role, then by index.</summary>
    public int CompareTo(NodeId other) =>
        Role == other.Role ? Index.CompareTo(other.Index) : Role.CompareTo(other.Role);

    /// <summary>Such as <c>core:0</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{NameOf(Role)}:{Index}");
}
