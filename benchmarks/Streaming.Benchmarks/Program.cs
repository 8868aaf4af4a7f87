using BenchmarkDotNet.Running;
using Streaming.Benchmarks.Comparisons;

if (args is ["compare", ..])
{
    return await ComparisonList.RunAsync(args[1..]);
}

BenchmarkSwitcher.FromAssembly(typeof(ComparisonList).Assembly).Run(args);
return 0;
