using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Tacit.Wire;

/// <summary>Names a node of a cluster: its role, and its place in the topology's list of that role.</summary>
/// <param name="Role">Its role.</param>
/// <param name="Index">Its place, from 0 to <see cref="IndexMax"/>.</param>
public readonly record struct NodeId(NodeRole Role, int Index) : IComparable<NodeId>
{
    /// <summary>No topology has more nodes of a role than this and one.</summary>
    public const int IndexMax = 9_999;

    private static readonly string[] Names = ["front", "core", "storage"];

    /// <summary>Reads a name such as <c>core:0</c>: one node has one name.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out NodeId id)
    {
        id = default;
        var colon = text?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        if (colon < 0)
            return false;
        var role = Array.IndexOf(Names, text![..colon]);
        var digits = text.AsSpan(colon + 1);
        if (role < 0 || digits.Length > 1 && digits[0] == '0'
            || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            || index > IndexMax)
        {
            return false;
        }

        id = new((NodeRole)role, index);
        return true;
    }

    /// <summary>Both in one number: role × 10,000 + index.</summary>
    public int Packed => ((int)Role * (IndexMax + 1)) + Index;

    /// <summary>Takes an id from its one number.</summary>
    public static NodeId Unpack(int packed) => new((NodeRole)(packed / (IndexMax + 1)), packed % (IndexMax + 1));

    /// <inheritdoc />
    public int CompareTo(NodeId other) =>
        Role.CompareTo(other.Role) is not 0 and var order ? order : Index.CompareTo(other.Index);

    /// <summary>The name, such as <c>core:0</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Names[(int)Role]}:{Index}");
}
