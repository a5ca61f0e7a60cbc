using Tacit.Faults.Load;
using Tacit.Wire;

namespace Tacit.Faults;

/// <summary>The checker itself: what it must find, it finds; what is right, it lets pass.</summary>
public sealed class LedgerTests
{
    private const int ClientCount = 3;

    private readonly Ledger _ledger = new("a channel");
    private readonly EntryId[] _ids = [.. Enumerable.Range(1, 9).Select(Id)];

    [Fact]
    public void What_everybody_was_shown_alike_is_right()
    {
        Write(1, 2, 3, 4, 5, 6);
        Everybody(1, 2, 3, 4, 5, 6);
        Assert.Empty(_ledger.Verdict());
    }

    [Fact]
    public void A_lost_entry_is_found()
    {
        Write(1, 2, 3, 4);
        Everybody(1, 2, 3);
        Assert.Contains("a channel: 0:4, acknowledged at 4, is lost", _ledger.Verdict());
    }

    [Fact]
    public void An_entry_that_one_client_misses_is_found()
    {
        Write(1, 2, 3);
        Show(0, 1, 2, 3);
        Show(1, 1, 2, 3);
        Show(2, 1, 3);
        Assert.Contains("a channel: 1 entries from 2 on are missing at client 2", _ledger.Verdict());
    }

    [Fact]
    public void An_entry_that_never_reached_one_client_is_found()
    {
        Write(1, 2, 3);
        Show(0, 1, 2, 3);
        Show(1, 1, 2, 3);
        Show(2, 1, 2);
        Assert.Contains("a channel: client 2 was shown 2 of 3 entries", _ledger.Verdict());
    }

    [Fact]
    public void An_entry_shown_twice_is_found()
    {
        Write(1, 2, 3);
        Everybody(1, 2);
        Show(1, 2);
        Everybody(3);
        Assert.Contains("a channel: client 1 was shown 2 (0:2) where 3 was due", _ledger.Verdict());
    }

    [Fact]
    public void An_entry_in_two_places_is_found()
    {
        Write(1, 2);
        Everybody(1, 2);
        for (var client = 0; client < ClientCount; client++)
            _ledger.Show(client, 3, _ids[1], new(0, 2));
        Assert.Contains("a channel: 0:2 is in the log twice: at 2 and at 3", _ledger.Verdict());
    }

    [Fact]
    public void Entries_in_another_order_are_found()
    {
        Write(1, 2, 3);
        Show(0, 1, 2, 3);
        Show(1, 1, 2, 3);
        Show(2, 1, 3, 2);
        Assert.NotEmpty(_ledger.Verdict());
    }

    [Fact]
    public void A_seq_given_to_two_entries_is_found()
    {
        Write(1, 2);
        Show(0, 1, 2);
        Show(1, 1, 2);
        _ledger.Show(2, 1, _ids[0], new(0, 1));
        _ledger.Show(2, 2, _ids[7], new(0, 8));
        Assert.Contains("a channel: 2 is 0:8 for client 2, and 0:2 for client 0", _ledger.Verdict());
    }

    [Fact]
    public void A_writer_whose_entries_changed_places_is_found()
    {
        Write(1, 2);
        for (var client = 0; client < ClientCount; client++)
        {
            _ledger.Show(client, 1, _ids[1], new(0, 2));
            _ledger.Show(client, 2, _ids[0], new(0, 1));
        }

        Assert.Contains("a channel: 0:2 is at 1, behind 0 of the same writer", _ledger.Verdict());
        Assert.Contains("a channel: 0:1, acknowledged at 1, is at 2", _ledger.Verdict());
    }

    [Fact]
    public void An_acknowledgement_of_another_place_is_found()
    {
        _ledger.Append(new(0, 1));
        _ledger.Acknowledge(new(0, 1), 2);
        Everybody(1);
        Assert.Contains("a channel: 0:1, acknowledged at 2, is at 1", _ledger.Verdict());
    }

    [Fact]
    public void What_was_written_and_never_arrived_is_found()
    {
        Write(1);
        Everybody(1);
        _ledger.Append(new(0, 2));
        Assert.Contains("a channel: 0:2 was written and never arrived", _ledger.Verdict());
    }

    [Fact]
    public void What_nobody_wrote_is_found()
    {
        Write(1);
        Everybody(1, 2);
        Assert.Contains("a channel: 0:2 arrived and was never written", _ledger.Verdict());
    }

    private static EntryId Id(int number)
    {
        var bytes = new byte[EntryId.Length];
        bytes[0] = (byte)number;
        return EntryId.Read(bytes);
    }

    // One writer; its messages are acknowledged at the seq of their number.
    private void Write(params int[] numbers)
    {
        foreach (var number in numbers)
        {
            _ledger.Append(new(0, number));
            _ledger.Acknowledge(new(0, number), number);
        }
    }

    private void Everybody(params int[] seqs)
    {
        for (var client = 0; client < ClientCount; client++)
            Show(client, seqs);
    }

    private void Show(int client, params int[] seqs)
    {
        foreach (var seq in seqs)
            _ledger.Show(client, seq, _ids[seq - 1], new(0, seq));
    }
}
