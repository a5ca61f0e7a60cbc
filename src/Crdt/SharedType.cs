using System.Diagnostics;
using Tacit.Crdt.Structs;

namespace Tacit.Crdt;

/// <summary>
/// Something in a document that several people edit at once. A type made by a program can be filled before it is put
/// into a document, and must be before it can be read. It has one place: to have it in two, insert a clone.
/// </summary>
public abstract class SharedType
{
    /// <summary>
    /// Levels of nesting that are followed when a tree is turned into text or JSON, or cloned. What lies deeper reads
    /// as null: how deep a document goes is decided by whoever writes to it, and the stack is not theirs.
    /// </summary>
    public const int NestingMax = 256;

    private protected SharedType(Branch branch)
    {
        Branch = branch;
        branch.Own(this);
    }

    /// <summary>The document this is in, null before it is in one.</summary>
    public Doc? Doc => Branch.Doc;

    /// <summary>The type that contains this, null for a root type.</summary>
    public SharedType? Parent => Branch.Item?.Parent.Shared;

    /// <summary>Whether this was deleted from the document, directly or with what contains it.</summary>
    public bool IsDeleted => Branch.IsDeleted;

    internal Branch Branch { get; }

    /// <summary>Calls the handler after each transaction that changes this type itself.</summary>
    public void Observe(Action<TypeEvent> handler)
    {
        Branch.Observers.Add(handler);
        RequireDoc().ObserverCount++;
    }

    /// <summary>Calls the handler after each transaction that changes this type or anything in it.</summary>
    public void ObserveDeep(Action<IReadOnlyList<TypeEvent>> handler)
    {
        Branch.Observers.Add(handler);
        RequireDoc().ObserverCount++;
    }

    /// <summary>Ends what <see cref="Observe"/> began.</summary>
    public void Unobserve(Action<TypeEvent> handler)
    {
        if (Branch.Observers.Remove(handler))
            RequireDoc().ObserverCount--;
    }

    /// <summary>Ends what <see cref="ObserveDeep"/> began.</summary>
    public void UnobserveDeep(Action<IReadOnlyList<TypeEvent>> handler)
    {
        if (Branch.Observers.Remove(handler))
            RequireDoc().ObserverCount--;
    }

    /// <summary>The content as JSON would have it: text and XML as strings.</summary>
    public Any ToJson() => ToJson(NestingMax);

    internal static SharedType For(Branch branch) => branch.Kind switch
    {
        BranchKind.Array => new YArray(branch),
        BranchKind.Map => new YMap(branch),
        BranchKind.Text => new YText(branch),
        BranchKind.XmlElement => new YXmlElement(branch),
        BranchKind.XmlFragment => new YXmlFragment(branch),
        BranchKind.XmlHook => new YXmlHook(branch),
        BranchKind.XmlText => new YXmlText(branch),
        BranchKind.Unknown => new UnknownType(branch),
        _ => throw new UnreachableException(),
    };

    internal abstract Any ToJson(int depthLeft);

    /// <summary>A copy that is in no document.</summary>
    internal abstract SharedType CloneWithin(int depthLeft);

    /// <summary>Called when this is put into a document: whatever it was filled with goes in now.</summary>
    internal abstract void OnIntegrated();

    private protected Doc RequireDoc() =>
        Branch.Doc ?? throw new InvalidOperationException("Put the type into a document before reading it.");

    private protected void Edit(Action<Transaction> change) => RequireDoc().Transact(change);

    private protected static Any ToJson(Any value, int depthLeft)
    {
        if (value.AsShared is not { } shared)
            return value;
        return depthLeft > 0 ? shared.ToJson(depthLeft - 1) : Any.Null;
    }

    private protected static Any Clone(Any value, int depthLeft)
    {
        if (value.AsShared is not { } shared)
            return value;
        return depthLeft > 0 ? shared.CloneWithin(depthLeft - 1) : Any.Null;
    }

    /// <summary>How JavaScript turns a value into a string, as far as attributes and XML text need it.</summary>
    private protected static string Spell(Any value) => value.Kind switch
    {
        AnyKind.Undefined => "undefined",
        AnyKind.Number => Coding.JsonText.Spell(value.AsNumber!.Value),
        AnyKind.Object or AnyKind.Document => "[object Object]",
        AnyKind.Shared when value.AsShared is YArray or YMap => "[object Object]",
        AnyKind.Array => string.Join(',', value.RawArray!.Select(each =>
            each.Kind is AnyKind.Null or AnyKind.Undefined or AnyKind.Array ? string.Empty : Spell(each))),
        AnyKind.Bytes => string.Join(',', value.RawBytes!),
        AnyKind.Null or AnyKind.Boolean or AnyKind.BigInt or AnyKind.String or AnyKind.Shared => value.ToString(),
        _ => throw new UnreachableException(),
    };

    private protected static void RequireRange(long index, long length, long max)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (index + length > max)
            throw new ArgumentOutOfRangeException(nameof(length), $"{index} + {length} is beyond the end, {max}.");
    }

    /// <summary>A root type that others have written to and that nobody here has asked for with its kind.</summary>
    private sealed class UnknownType(Branch branch) : SharedType(branch)
    {
        internal override Any ToJson(int depthLeft) => Any.Undefined;

        internal override SharedType CloneWithin(int depthLeft) =>
            throw new InvalidOperationException("The kind of this root type is not known; ask the document for it.");

        internal override void OnIntegrated()
        {
        }
    }
}
