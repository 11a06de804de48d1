// The tests start reference programs, and a child process holds on to the files that libnetcdf has open when it is started.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
