using Tacit.Crdt.Coding;

namespace Tacit.Crdt.Structs;

/// <summary>
/// Text, in UTF-16 units. JavaScript's strings are ropes, so that joining typed characters costs nothing; here a run
/// is a window into a buffer, and joining appends in place when the window ends where the buffer does. Splitting
/// shares the buffer, and joining the two halves again only widens the window.
/// </summary>
internal sealed class TextContent : Content
{
    /// <summary>The number of this kind on the wire.</summary>
    public const byte Number = 4;

    private const char Replacement = '\ufffd';

    // A string is a buffer that is full. Exactly one of the two is set.
    private string? _text;
    private TextBuffer? _buffer;
    private int _start;
    private int _length;

    public TextContent(string text)
        : this(text, 0, text.Length)
    {
    }

    public TextContent(string text, int start, int length)
    {
        _text = text;
        _start = start;
        _length = length;
    }

    private TextContent(TextContent other, int start, int length)
    {
        _text = other._text;
        _buffer = other._buffer;
        _start = start;
        _length = length;
    }

    public override byte Reference => Number;

    public override long Length => _length;

    public ReadOnlySpan<char> Span => _text is not null
        ? _text.AsSpan(_start, _length)
        : _buffer!.Characters.AsSpan(_start, _length);

    /// <summary>From the text's first character to the end of what holds it: no shorter than the text.</summary>
    public ReadOnlySpan<char> SpanAndBeyond => _text is not null
        ? _text.AsSpan(_start)
        : _buffer!.Characters.AsSpan(_start);

    /// <summary>
    /// The text with each lone surrogate replaced. Locally one could stay, but every peer would receive a replacement
    /// character, and the replicas would differ.
    /// </summary>
    public static string WellFormed(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\ud800', '\udfff'))
            return text;
        return string.Create(text.Length, text, static (span, source) =>
        {
            for (var i = 0; i < source.Length; i++)
            {
                var isPair = char.IsHighSurrogate(source[i]) && i + 1 < source.Length
                    && char.IsLowSurrogate(source[i + 1]);
                if (isPair)
                {
                    span[i] = source[i];
                    span[i + 1] = source[++i];
                }
                else
                {
                    span[i] = char.IsSurrogate(source[i]) ? Replacement : source[i];
                }
            }
        });
    }

    public override Any LastValue => Span[^1].ToString();

    public override Any ValueAt(int offset) => Span[offset].ToString();

    public override void AppendTo(List<Any> values)
    {
        foreach (var c in Span)
            values.Add(c.ToString());
    }

    public override Content Copy() => new TextContent(Span.ToString());

    public override Content SplitAt(long offset)
    {
        var at = (int)offset;
        var right = new TextContent(this, _start + at, _length - at);
        _length = at;
        // Half a surrogate pair cannot be encoded. Every Yjs peer replaces both halves, so this one does too.
        if (char.IsHighSurrogate(Span[^1]))
        {
            Become(string.Concat(Span[..^1], [Replacement]));
            right.Become(string.Concat([Replacement], right.Span[1..]));
        }
        return right;
    }

    public override bool MergeWith(Content right)
    {
        var other = (TextContent)right;
        var isContinuation = other._start == _start + _length
            && (_text is not null ? ReferenceEquals(_text, other._text) : ReferenceEquals(_buffer, other._buffer));
        if (isContinuation)
            _length += other._length;
        else
            Append(other.Span);
        return true;
    }

    public override void Write(UpdateEncoder encoder, long offset) => encoder.WriteString(Span[(int)offset..]);

    private void Append(ReadOnlySpan<char> text)
    {
        var fits = _buffer is not null && _buffer.Used == _start + _length
            && _buffer.Characters.Length - _buffer.Used >= text.Length;
        if (!fits)
        {
            var grown = new TextBuffer(Math.Max(16, checked((_length + text.Length) * 3 / 2)));
            Span.CopyTo(grown.Characters);
            grown.Used = _length;
            _buffer = grown;
            _text = null;
            _start = 0;
        }
        text.CopyTo(_buffer!.Characters.AsSpan(_buffer.Used));
        _buffer.Used += text.Length;
        _length += text.Length;
    }

    private void Become(string text)
    {
        _text = text;
        _buffer = null;
        _start = 0;
        _length = text.Length;
    }

    /// <summary>Characters up to <c>Used</c> never change, so any number of windows may share them.</summary>
    private sealed class TextBuffer(int capacity)
    {
        public readonly char[] Characters = new char[capacity];
        public int Used;
    }
}
