namespace Tacit.Wire.Tests;

public sealed class VarintTests
{
    [Theory]
    [InlineData(0, "00")]
    [InlineData(127, "7f")]
    [InlineData(128, "8001")]
    [InlineData(16384, "808001")]
    [InlineData(WireReader.VarintMax, "ffffffffffffff0f")]
    public void A_number_has_one_encoding(long number, string hex)
    {
        var written = new WireWriter().Varint(number).ToArray();
        Assert.Equal(hex, Convert.ToHexStringLower(written));
        Assert.Equal(written.Length, WireWriter.VarintLength(number));

        var reader = new WireReader(written);
        Assert.True(reader.TryReadVarint(out var read));
        Assert.Equal(number, read);
        Assert.True(reader.AtEnd);
    }

    [Theory]
    [InlineData("")]
    [InlineData("80")]
    [InlineData("8000")]
    [InlineData("ff8000")]
    [InlineData("8080808080808010")]
    [InlineData("ffffffffffffffff01")]
    public void A_longer_cut_or_larger_form_does_not_read_and_moves_nothing(string hex)
    {
        var reader = new WireReader(Convert.FromHexString(hex));
        Assert.False(reader.TryReadVarint(out _));
        Assert.Equal(0, reader.Offset);
    }

    [Fact]
    public void What_is_out_of_range_is_not_written()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new WireWriter().Varint(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WireWriter().Varint(WireReader.VarintMax + 1));
    }
}
