using Tacit.Crdt;

namespace Tacit.Bench.Load;

/// <summary>
/// The edits of one client: each adds a line of <see cref="EditLength"/> characters to a Yjs text, so that every server
/// gets the same work in its own envelope.
/// </summary>
internal sealed class EditSource
{
    /// <summary>Characters of an edit.</summary>
    public const int EditLength = 100;

    private readonly Doc _doc;
    private readonly YText _text;
    private readonly string _line;
    private byte[]? _update;

    /// <summary>Begins the document of a client; <see cref="ClientOf"/> tells it from the others of its room.</summary>
    public EditSource(int seat)
    {
        _doc = new Doc(new DocOptions { ClientId = ClientOf(seat) });
        _text = _doc.GetText("text");
        _line = new string((char)('a' + (seat % 26)), EditLength);
        _doc.Updated += update => _update = update.Bytes;
    }

    /// <summary>The Yjs client id of a seat.</summary>
    public static int ClientOf(int seat) => 1_000_000 + seat;

    /// <summary>The next edit as a Yjs update, v1.</summary>
    public byte[] NextUpdate()
    {
        _text.Insert(_text.Length, _line);
        return _update!;
    }
}
