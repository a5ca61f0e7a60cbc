using Tacit.Seeds;
using Tacit.Wire;

namespace Tacit.Seal.Tests;

public sealed class EphemeralTests
{
    private readonly TestLog _log = new();

    [Fact]
    public void A_message_opens_once()
    {
        var author = _log.Join();
        using var view = _log.View();
        view.ReadAll(_log.Entries);
        var sealer = new EphemeralSealer(_log.Descriptor.Id, author.Key, _log.Random);
        var (first, second) = (Message(sealer, "one"), Message(sealer, "two"));

        Assert.True(view.TryOpenEphemeral(second, out var opened));
        Assert.Equal((author.Id, EphemeralType.Message, "two"), Form(opened));
        Assert.False(view.TryOpenEphemeral(second, out _), "the same again");
        Assert.False(view.TryOpenEphemeral(first, out _), "an earlier one");
        Assert.True(view.TryOpenEphemeral(Message(sealer, "three"), out _));
        var again = new EphemeralSealer(_log.Descriptor.Id, author.Key, _log.Random);
        Assert.True(view.TryOpenEphemeral(Message(again, "another session"), out _));
    }

    [Fact]
    public void Strangers_and_the_removed_are_not_heard()
    {
        var (admin, author) = (_log.Join(Role.Admin), _log.Join());
        var stranger = new TestAuthor(_log);
        using var view = _log.View(CapabilityKind.Own);
        view.ReadAll(_log.Entries);
        var heard = new EphemeralSealer(_log.Descriptor.Id, author.Key, _log.Random);
        var unheard = new EphemeralSealer(_log.Descriptor.Id, stranger.Key, _log.Random);

        Assert.True(view.TryOpenEphemeral(Message(heard, "hello"), out _));
        Assert.False(view.TryOpenEphemeral(Message(unheard, "hello"), out _));
        _log.Rotate(admin, author);
        view.Accept(_log.Entries.Count, _log.Entries[^1]);
        Assert.False(view.TryOpenEphemeral(Message(heard, "still here"), out _));
    }

    [Fact]
    public void Damage_never_opens_and_never_throws() => Fuzz.Run(300, random =>
    {
        var author = _log.Join();
        using var keys = _log.Keys(0);
        var message = Message(new(_log.Descriptor.Id, author.Key, _log.Random), "words");

        Assert.False(EphemeralOpener.TryOpen(
            _log.Descriptor.Id, keys, author.Key.PublicKey.Span, random.Damage(message), out _));
    });

    [Fact]
    public void The_largest_payload_fits_and_one_more_byte_is_misuse()
    {
        var author = _log.Join();
        using var keys = _log.Keys(0);
        var sealer = new EphemeralSealer(_log.Descriptor.Id, author.Key, _log.Random);

        var message = sealer.Seal(keys, EphemeralType.Message, new byte[EphemeralSealer.PayloadSizeMax]);

        Assert.InRange(message.Length, 60_000, 65_536);
        Assert.True(EphemeralOpener.TryOpen(_log.Descriptor.Id, keys, author.Key.PublicKey.Span, message, out _));
        Assert.Throws<ArgumentException>(() =>
            sealer.Seal(keys, EphemeralType.Message, new byte[EphemeralSealer.PayloadSizeMax + 1]));
    }

    [Fact]
    public void The_replay_window_is_bounded_and_forgets_the_longest_unheard()
    {
        var window = new ReplayWindow();
        for (var session = 0; session < ReplayWindow.SessionsMax; session++)
            Assert.True(window.TryAdvance(new(1), (ulong)session, 1));
        Assert.True(window.TryAdvance(new(1), 0, 2));
        Assert.True(window.TryAdvance(new(2), 0, 1));

        Assert.False(window.TryAdvance(new(1), 0, 2));
        Assert.True(window.TryAdvance(new(1), 1, 1), "forgotten");
    }

    private static (AuthorId, EphemeralType, string) Form(OpenedEphemeral one) =>
        (one.Author, one.Type, System.Text.Encoding.UTF8.GetString(one.Payload.Span));

    private byte[] Message(EphemeralSealer sealer, string text)
    {
        using var keys = _log.Keys(_log.Epoch);
        return sealer.Seal(keys, EphemeralType.Message, System.Text.Encoding.UTF8.GetBytes(text));
    }
}
