namespace Tacit.Client.Tests;

/// <summary>Draws the shortest waits, so that tests of reconnecting do not wait.</summary>
internal sealed class Soon : Random
{
    public override double NextDouble() => 0.001;
}
