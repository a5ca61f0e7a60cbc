using System.Security.Cryptography;

namespace Tacit.Link;

/// <summary>
/// What a role takes from the process that it runs in: time, randomness, threads. Handed in, so that a simulation can
/// run all roles on one thread, and again in the same way. A role starts work here and nowhere else, and its awaits
/// keep their context.
/// </summary>
/// <param name="Time">The clock.</param>
/// <param name="Random">Challenges, and waits that differ.</param>
/// <param name="Scheduler">Where started work runs.</param>
public sealed record Surroundings(TimeProvider Time, RandomNumberGenerator Random, TaskScheduler Scheduler)
{
    private static readonly RandomNumberGenerator SystemRandom = RandomNumberGenerator.Create();

    /// <summary>Those of a process: the thread pool, and the system's randomness.</summary>
    /// <param name="time">The clock.</param>
    public static Surroundings OfProcess(TimeProvider time) => new(time, SystemRandom, TaskScheduler.Default);

    /// <summary>Starts work beside the caller's.</summary>
    /// <param name="work">What to do.</param>
    /// <returns>Ends as the work ends.</returns>
    public Task Start(Func<Task> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, Scheduler).Unwrap();

    /// <summary>Computes something beside the caller.</summary>
    /// <param name="work">What to compute.</param>
    public Task<T> Start<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, Scheduler);

    /// <summary>Runs an item soon, once for each call. On the thread pool that allocates nothing.</summary>
    public void Queue(IThreadPoolWorkItem item)
    {
        if (Scheduler == TaskScheduler.Default)
            ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false);
        else
            Start(() => { item.Execute(); return Task.CompletedTask; });
    }

    /// <summary>A random time between two, the first included, to the millisecond.</summary>
    public TimeSpan Between(TimeSpan from, TimeSpan to)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        Random.GetBytes(bytes);
        var range = (ulong)(to - from).TotalMilliseconds;
        return from + TimeSpan.FromMilliseconds((long)(BitConverter.ToUInt32(bytes) * range >> 32));
    }

    /// <summary>A random number that is not 0, to tell two lives of something apart.</summary>
    public ulong NextId()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        ulong id;
        do
        {
            Random.GetBytes(bytes);
            id = BitConverter.ToUInt64(bytes);
        }
        while (id == 0);
        return id;
    }
}
