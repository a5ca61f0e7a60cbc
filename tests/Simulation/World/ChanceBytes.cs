using System.Security.Cryptography;

namespace Tacit.Simulation.World;

/// <summary>What roles draw challenges from.</summary>
internal sealed class ChanceBytes(Chance chance) : RandomNumberGenerator
{
    public override void GetBytes(byte[] data) => chance.Fill(data);

    public override void GetBytes(Span<byte> data) => chance.Fill(data);
}
