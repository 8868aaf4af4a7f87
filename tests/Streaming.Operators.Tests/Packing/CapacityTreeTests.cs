using FsCheck.Xunit;
using Streaming.Operators.Packing;

namespace Streaming.Operators.Tests.Packing;

public sealed class CapacityTreeTests
{
    [Property]
    public void The_smallest_capacity_that_fits_is_found(ushort max, ushort[] added, ushort[] removed, ushort wanted)
    {
        var tree = new CapacityTree(max);
        var set = new SortedSet<int>();
        foreach (var capacity in added.Select(a => a % (max + 1)))
        {
            tree.Add(capacity);
            set.Add(capacity);
        }

        foreach (var capacity in removed.Select(r => r % (max + 1)).Concat(set.Where(c => c % 3 == 0).ToArray()))
        {
            tree.Remove(capacity);
            set.Remove(capacity);
        }

        var from = wanted % (max + 1);
        Assert.Equal(set.Where(c => c >= from).DefaultIfEmpty(-1).First(), tree.AtLeast(from));
    }

    [Property]
    public void A_cleared_tree_is_empty(ushort max, ushort[] added)
    {
        var tree = new CapacityTree(max);
        foreach (var capacity in added)
        {
            tree.Add(capacity % (max + 1));
        }

        tree.Clear();

        Assert.Equal(-1, tree.AtLeast(0));
    }
}
