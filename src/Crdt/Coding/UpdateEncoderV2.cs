using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using Tacit.Crdt.Structs;

namespace Tacit.Crdt.Coding;

/// <summary>
/// Version 2: a feature byte, nine length-prefixed columns, and the rest.
/// <code>
/// 0 | key clocks | clients | left clocks | right clocks | info | strings | parent info | type refs | lengths | rest…
/// </code>
/// </summary>
internal sealed class UpdateEncoderV2 : UpdateEncoder
{
    /// <summary>Characters for which room is kept from one use to the next.</summary>
    private const int StringsKeptMax = 1 << 19;

    private readonly DiffRunWriter _keyClocks = new();
    private readonly UintRunWriter _clients = new();
    private readonly DiffRunWriter _leftClocks = new();
    private readonly DiffRunWriter _rightClocks = new();
    private readonly ByteRunWriter _info = new();
    private char[] _strings = new char[64];
    private int _stringsUsed;
    private readonly UintRunWriter _stringLengths = new();
    private readonly ByteRunWriter _parentInfo = new();
    private readonly UintRunWriter _typeRefs = new();
    private readonly UintRunWriter _lengths = new();
    private long _keyClock;
    private long _deleteEnd;

    public override void WriteLeftId(Id id)
    {
        _clients.Write(id.Client);
        _leftClocks.Write(id.Clock);
    }

    public override void WriteRightId(Id id)
    {
        _clients.Write(id.Client);
        _rightClocks.Write(id.Clock);
    }

    public override void WriteClient(long client) => _clients.Write(client);

    public override void WriteInfo(byte info) => _info.Write(info);

    public override void WriteString(ReadOnlySpan<char> text)
    {
        if (_strings.Length - _stringsUsed < text.Length)
            Array.Resize(ref _strings, Math.Max(_strings.Length * 2, _stringsUsed + text.Length));
        text.CopyTo(_strings.AsSpan(_stringsUsed));
        _stringsUsed += text.Length;
        _stringLengths.Write(text.Length);
    }

    public override void WriteParentInfo(bool isRootName) => _parentInfo.Write(isRootName ? (byte)1 : (byte)0);

    public override void WriteTypeRef(int typeRef) => _typeRefs.Write(typeRef);

    public override void WriteLength(long length) => _lengths.Write(length);

    public override void WriteJson(Any value) => AnyCodec.Write(Rest, value);

    /// <summary>
    /// The format would allow to write each key once and then its number. Yjs 13 writes every key every time, so
    /// equal bytes ask for the same.
    /// </summary>
    public override void WriteKey(string key)
    {
        _keyClocks.Write(_keyClock++);
        WriteString(key);
    }

    public override void StartDeletes() => _deleteEnd = 0;

    public override void WriteDeleteClock(long clock)
    {
        Rest.WriteVarUint(clock - _deleteEnd);
        _deleteEnd = clock;
    }

    public override void WriteDeleteLength(long length)
    {
        Rest.WriteVarUint(length - 1);
        _deleteEnd += length;
    }

    /// <summary>
    /// Nearly all structs of a document are text, or what was. Written here without asking each what it is, in the
    /// same order of the same columns as <see cref="Item.Write"/>.
    /// </summary>
    public override void WriteStructs(ReadOnlySpan<Struct> structs)
    {
        foreach (var each in structs)
        {
            if (each is not Item { Key: null } item || (item.Origin.IsNone && item.RightOrigin.IsNone))
            {
                each.Write(this, 0);
                continue;
            }
            var (origin, rightOrigin) = (item.Origin, item.RightOrigin);
            var text = item.Content as TextContent;
            if (text is null && item.Content is not DeletedContent)
            {
                each.Write(this, 0);
                continue;
            }
            _info.Write((byte)((text is null ? DeletedContent.Number : TextContent.Number)
                | (origin.IsNone ? 0 : Item.OriginBit) | (rightOrigin.IsNone ? 0 : Item.RightOriginBit)));
            if (!origin.IsNone)
                WriteLeftId(origin);
            if (!rightOrigin.IsNone)
                WriteRightId(rightOrigin);
            if (text is null)
                _lengths.Write(item.Length);
            else
                WriteText(text);
        }
    }

    /// <summary>
    /// As <see cref="WriteString"/>. Most texts are a few characters: always copying the same few is quicker than
    /// asking how many.
    /// </summary>
    private void WriteText(TextContent text)
    {
        var length = (int)text.Length;
        var from = text.SpanAndBeyond;
        var to = _strings.AsSpan(_stringsUsed);
        if (length > Vector256<ushort>.Count || from.Length < Vector256<ushort>.Count
            || to.Length < Vector256<ushort>.Count)
        {
            WriteString(from[..length]);
            return;
        }
        Vector256.LoadUnsafe(ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(from)))
            .StoreUnsafe(ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(to)));
        _stringsUsed += length;
        _stringLengths.Write(length);
    }

    public override byte[] ToArray()
    {
        // The size is known before anything is copied, so that it is copied once.
        var keyClocks = _keyClocks.Finish();
        var clients = _clients.Finish();
        var leftClocks = _leftClocks.Finish();
        var rightClocks = _rightClocks.Finish();
        var typeRefs = _typeRefs.Finish();
        var lengths = _lengths.Finish();
        var stringLengths = _stringLengths.Finish();
        var text = _strings.AsSpan(0, _stringsUsed);
        var textBytes = Encoding.UTF8.GetByteCount(text);
        var stringBytes = ByteWriter.VarUintLength(textBytes) + textBytes + stringLengths.Length;
        var whole = new ByteWriter(1 + Sized(keyClocks) + Sized(clients) + Sized(leftClocks) + Sized(rightClocks)
            + Sized(_info.Written) + ByteWriter.VarUintLength(stringBytes) + stringBytes + Sized(_parentInfo.Written)
            + Sized(typeRefs) + Sized(lengths) + Rest.Length);
        whole.WriteByte(0);
        whole.WriteVarBytes(keyClocks);
        whole.WriteVarBytes(clients);
        whole.WriteVarBytes(leftClocks);
        whole.WriteVarBytes(rightClocks);
        whole.WriteVarBytes(_info.Written);
        whole.WriteVarUint(stringBytes);
        whole.WriteVarString(text, textBytes);
        whole.WriteBytes(stringLengths);
        whole.WriteVarBytes(_parentInfo.Written);
        whole.WriteVarBytes(typeRefs);
        whole.WriteVarBytes(lengths);
        whole.WriteBytes(Rest.Written);
        return whole.Release();
    }

    public override void Clear()
    {
        base.Clear();
        _keyClocks.Clear();
        _clients.Clear();
        _leftClocks.Clear();
        _rightClocks.Clear();
        _info.Clear();
        _stringsUsed = 0;
        if (_strings.Length > StringsKeptMax)
            _strings = new char[64];
        _stringLengths.Clear();
        _parentInfo.Clear();
        _typeRefs.Clear();
        _lengths.Clear();
        _keyClock = 0;
        _deleteEnd = 0;
    }

    private static int Sized(ReadOnlySpan<byte> column) => ByteWriter.VarUintLength(column.Length) + column.Length;
}
