namespace Tacit.Log.Contract;

internal static class RandomBytes
{
    public static byte[] Bytes(this Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
