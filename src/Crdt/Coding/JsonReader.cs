using System.Globalization;
using System.Text;

namespace Tacit.Crdt.Coding;

/// <summary>
/// Reads the JSON text inside updates and awareness messages as <c>JSON.parse</c> does. Not the platform's reader,
/// which refuses escaped lone surrogates that JavaScript writes and accepts.
/// </summary>
internal ref struct JsonReader
{
    private readonly ReadOnlySpan<char> _text;
    private int _position;

    private JsonReader(ReadOnlySpan<char> text) => _text = text;

    /// <returns>False when the text is not exactly one JSON value, or nests deeper than allowed.</returns>
    public static bool TryRead(ReadOnlySpan<char> text, int depthMax, out Any value)
    {
        var reader = new JsonReader(text);
        reader.SkipSpace();
        if (!reader.TryReadValue(depthMax, out value))
            return false;
        reader.SkipSpace();
        return reader._position == text.Length;
    }

    private bool TryReadValue(int depthMax, out Any value)
    {
        value = default;
        if (_position >= _text.Length)
            return false;
        switch (_text[_position])
        {
            case '{': return depthMax > 0 && TryReadObject(depthMax - 1, out value);
            case '[': return depthMax > 0 && TryReadArray(depthMax - 1, out value);
            case '"':
                var read = TryReadString(out var text);
                value = text;
                return read;
            case 't':
                value = true;
                return TryTake("true");
            case 'f':
                value = false;
                return TryTake("false");
            case 'n':
                value = Any.Null;
                return TryTake("null");
            default: return TryReadNumber(out value);
        }
    }

    private bool TryReadObject(int depthMax, out Any value)
    {
        value = default;
        _position++;
        var pairs = new List<KeyValuePair<string, Any>>();
        SkipSpace();
        if (!TryTake('}'))
        {
            do
            {
                SkipSpace();
                if (!TryReadString(out var key))
                    return false;
                SkipSpace();
                if (!TryTake(':'))
                    return false;
                SkipSpace();
                if (!TryReadValue(depthMax, out var member))
                    return false;
                pairs.Add(KeyValuePair.Create(key, member));
                SkipSpace();
            }
            while (TryTake(','));
            if (!TryTake('}'))
                return false;
        }
        value = AnyObject.FromPairs(pairs);
        return true;
    }

    private bool TryReadArray(int depthMax, out Any value)
    {
        value = default;
        _position++;
        var values = new List<Any>();
        SkipSpace();
        if (!TryTake(']'))
        {
            do
            {
                SkipSpace();
                if (!TryReadValue(depthMax, out var element))
                    return false;
                values.Add(element);
                SkipSpace();
            }
            while (TryTake(','));
            if (!TryTake(']'))
                return false;
        }
        value = Any.Own(values.ToArray());
        return true;
    }

    private bool TryReadString(out string text)
    {
        text = string.Empty;
        if (!TryTake('"'))
            return false;
        var plain = _text[_position..].IndexOfAny('"', '\\');
        if (plain < 0)
            return false;
        if (_text[_position + plain] == '"')
        {
            text = _text.Slice(_position, plain).ToString();
            _position += plain + 1;
            return !HasControl(text);
        }
        var builder = new StringBuilder();
        while (_position < _text.Length)
        {
            var c = _text[_position++];
            if (c == '"')
            {
                text = builder.ToString();
                return true;
            }
            if (c < ' ')
                return false;
            if (c == '\\' && !TryReadEscape(out c))
                return false;
            builder.Append(c);
        }
        return false;
    }

    private bool TryReadEscape(out char c)
    {
        c = default;
        if (_position >= _text.Length)
            return false;
        c = _text[_position++];
        switch (c)
        {
            case '"' or '\\' or '/': return true;
            case 'b':
                c = '\b';
                return true;
            case 'f':
                c = '\f';
                return true;
            case 'n':
                c = '\n';
                return true;
            case 'r':
                c = '\r';
                return true;
            case 't':
                c = '\t';
                return true;
            case 'u':
                if (_text.Length - _position < 4
                    || !ushort.TryParse(_text.Slice(_position, 4), NumberStyles.AllowHexSpecifier,
                        CultureInfo.InvariantCulture, out var code))
                {
                    return false;
                }
                _position += 4;
                c = (char)code;
                return true;
            default: return false;
        }
    }

    private bool TryReadNumber(out Any value)
    {
        value = default;
        var start = _position;
        TryTake('-');
        var whole = TakeDigits();
        if (whole == 0 || (whole > 1 && _text[_position - whole] == '0'))
            return false;
        if (TryTake('.') && TakeDigits() == 0)
            return false;
        if (_position < _text.Length && _text[_position] is 'e' or 'E')
        {
            _position++;
            if (!TryTake('-'))
                TryTake('+');
            if (TakeDigits() == 0)
                return false;
        }
        value = double.Parse(_text[start.._position], NumberStyles.Float, CultureInfo.InvariantCulture);
        return true;
    }

    private int TakeDigits()
    {
        var start = _position;
        while (_position < _text.Length && char.IsAsciiDigit(_text[_position]))
            _position++;
        return _position - start;
    }

    private void SkipSpace()
    {
        while (_position < _text.Length && _text[_position] is ' ' or '\t' or '\n' or '\r')
            _position++;
    }

    private bool TryTake(char c)
    {
        if (_position >= _text.Length || _text[_position] != c)
            return false;
        _position++;
        return true;
    }

    private bool TryTake(string word)
    {
        if (!_text[_position..].StartsWith(word, StringComparison.Ordinal))
            return false;
        _position += word.Length;
        return true;
    }

    private static bool HasControl(string text)
    {
        foreach (var c in text)
        {
            if (c < ' ')
                return true;
        }
        return false;
    }
}
