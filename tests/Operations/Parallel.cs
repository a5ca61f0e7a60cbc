// Some of these tests give processes an environment, which is one for all.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
