using FsCheck.Xunit;
using Streaming.Operators.Deduplication.Keys;

namespace Streaming.Operators.Tests.Deduplication.Keys;

public sealed class SpillingKeySetTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Property(MaxTest = 10)]
    public void Answers_are_those_of_a_hash_set(int seed)
    {
        using var set = new SpillingKeySet<ulong>(4096, FolderOf(seed));
        var expected = new HashSet<ulong>();
        var random = new Random(seed);

        for (var i = 0; i < 10_000; i++)
        {
            // About half of the keys come again, many of them long after they were spilled; zero and all bits set are keys like others.
            var key = Spread(random.Next(5_000));
            Assert.Equal(expected.Add(key), set.Add(key));
        }

        Assert.Equal(expected.Count, set.Count);
        Assert.True(set.RunCount > 1);
    }

    [Fact]
    public void Keys_of_128_bits_that_differ_in_one_half_only_are_told_apart()
    {
        using var set = new SpillingKeySet<UInt128>(4096, () => _folder);
        var keys = Enumerable.Range(0, 3000).SelectMany(i => new[] { new UInt128(Spread(i), 7), new UInt128(Spread(i), 8), new UInt128(7, Spread(i)) }).ToArray();

        Assert.All(keys, key => Assert.True(set.Add(key)));
        Assert.All(keys, key => Assert.False(set.Add(key)));
    }

    [Fact]
    public void Memory_stays_within_the_allowance_while_keys_outgrow_it_a_hundred_times()
    {
        const long Allowance = 16 << 10;
        using var set = new SpillingKeySet<ulong>(Allowance, () => _folder);
        long peak = 0;

        for (var i = 0; i < 200_000; i++)
        {
            set.Add(Spread(i));
            peak = Math.Max(peak, i % 64 == 0 ? set.Bytes : 0);
        }

        Assert.InRange(peak, Allowance / 4, Allowance);
        Assert.InRange(set.RunCount, 2, 30);
    }

    [Fact]
    public void Files_of_merged_runs_are_gone_and_all_are_gone_in_the_end()
    {
        using (var set = new SpillingKeySet<ulong>(4096, () => _folder))
        {
            for (var i = 0; i < 50_000; i++)
            {
                set.Add(Spread(i));
            }

            Assert.Equal(set.RunCount, Directory.GetFiles(_folder).Length);
        }

        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Nothing_is_written_while_the_allowance_suffices()
    {
        using var set = new SpillingKeySet<ulong>(1 << 20, () => throw new InvalidOperationException("no folder was needed"));

        for (var i = 0; i < 40_000; i++)
        {
            set.Add(Spread(i));
        }

        Assert.Equal(40_000, set.Count);
    }

    [Fact]
    public void A_filter_lets_few_absent_keys_pass_and_no_present_one_be_missed_even_when_folded()
    {
        var filter = new KeyFilter<ulong>(10_000, 1 << 20);
        for (var i = 0; i < 10_000; i++)
        {
            filter.Add(Spread(i));
        }

        var passed = Enumerable.Range(10_000, 100_000).Count(i => filter.MayContain(Spread(i)));
        filter.Fold();

        Assert.InRange(passed, 0, 1000);
        Assert.All(Enumerable.Range(0, 10_000), i => Assert.True(filter.MayContain(Spread(i))));
    }

    [Fact]
    public void Sorted_keys_come_in_order_and_once_from_disk_and_memory()
    {
        using var sorter = new KeySorter<ulong>(4096, () => _folder);
        var keys = Enumerable.Range(0, 5000).Select(i => Spread(i % 4000)).ToArray();
        Array.ForEach(keys, sorter.Add);

        var sorted = new List<ulong>();
        for (var stream = sorter.Sorted(); stream.MoveNext();)
        {
            sorted.Add(stream.Current);
        }

        Assert.Equal(keys.Distinct().Order(), sorted);
        Assert.True(sorter.RunCount > 1);
    }

    private Func<string> FolderOf(int seed) => () => Directory.CreateDirectory(Path.Combine(_folder, $"{Guid.NewGuid()}-{seed}")).FullName;

    private static ulong Spread(int i) => i switch
    {
        0 => 0,
        1 => ulong.MaxValue,
        _ => Mix(Mix((ulong)i)),
    };

    // SplitMix64's finaliser: a bijection, so different numbers are different keys.
    private static ulong Mix(ulong x)
    {
        x += 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
