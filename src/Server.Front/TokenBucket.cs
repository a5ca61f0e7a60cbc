namespace Tacit.Server.Front;

/// <summary>Allows a rate with bursts. Starts full. Not for several threads at once.</summary>
/// <param name="rate">How often.</param>
/// <param name="time">The clock.</param>
internal sealed class TokenBucket(Rate rate, TimeProvider time)
{
    private double _tokens = rate.Burst;
    private long _filledAt = time.GetTimestamp();

    /// <summary>Whether nothing was taken for so long that the bucket is as good as new.</summary>
    public bool IsFull
    {
        get
        {
            Fill();
            return _tokens >= rate.Burst;
        }
    }

    /// <summary>Whether a token is there.</summary>
    public bool HasToken
    {
        get
        {
            Fill();
            return _tokens >= 1;
        }
    }

    /// <summary>How long until a token is there.</summary>
    public TimeSpan Wait => HasToken ? TimeSpan.Zero : TimeSpan.FromSeconds((1 - _tokens) / rate.PerSecond);

    /// <summary>Takes a token, if one is there.</summary>
    public bool TryTake()
    {
        if (!HasToken)
            return false;
        _tokens--;
        return true;
    }

    private void Fill()
    {
        var now = time.GetTimestamp();
        _tokens = Math.Min(rate.Burst, _tokens + time.GetElapsedTime(_filledAt, now).TotalSeconds * rate.PerSecond);
        _filledAt = now;
    }
}
