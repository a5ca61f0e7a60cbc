namespace Tacit.Simulation.World;

/// <summary>Started work becomes steps of its process.</summary>
internal sealed class SimulatedScheduler(SimulatedProcess process) : TaskScheduler
{
    /// <inheritdoc />
    public override int MaximumConcurrencyLevel => 1;

    /// <inheritdoc />
    protected override void QueueTask(Task task) => process.Post(
        state =>
        {
            var queued = (Task)state!;
            TryExecuteTask(queued);
            process.Watch(queued is Task<Task> { IsCompletedSuccessfully: true } started ? started.Result : queued);
        },
        task);

    /// <inheritdoc />
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    /// <inheritdoc />
    protected override IEnumerable<Task> GetScheduledTasks() => [];
}
