using FsCheck.Xunit;
using Streaming.Operators.Deduplication;
using Streaming.Operators.Deduplication.Stores;

namespace Streaming.Operators.Tests.Deduplication.Stores;

public sealed class RocksKeyStoreTests : IDisposable
{
    private const int Universe = 400;

    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Barriers, commits, crashes before a commit, another worker's parts in between, and a database that is older than the table: the index holds what the committed parts hold, no more and no less.
    [Property(MaxTest = 25)]
    public void After_every_restart_the_index_holds_exactly_what_the_log_holds(int seed)
    {
        var random = new Random(seed);
        var folder = Path.Combine(_folder, $"{seed}");
        var committed = new StateBook();
        var expected = new HashSet<ulong>();
        for (var life = 0; life < 8; life++)
        {
            if (random.Next(4) == 0)
            {
                Swap(folder);
            }

            using var index = StoreKit.Open(StoreKit.Rocks(folder), committed);
            Assert.Equal(expected.Order(), Keys().Where(index.Contains).Order());
            Assert.Equal(expected.Count, index.Count);
            Live(index, random, committed, expected);
        }
    }

    [Fact]
    public void Keys_of_a_barrier_that_was_never_committed_are_new_again_and_are_new_only_once()
    {
        var book = new StateBook();
        using (var index = StoreKit.Open(StoreKit.Rocks(_folder), book))
        {
            Assert.True(index.Add(1, Some.Sample("a")));
            StoreKit.Save(index, book);
            Assert.True(index.Add(2, Some.Sample("b")));
            StoreKit.Save(index, new());
        }

        using (var index = StoreKit.Open(StoreKit.Rocks(_folder), book))
        {
            Assert.False(index.Add(1, Some.Sample("c")));
            Assert.True(index.Add(2, Some.Sample("d")));
            Assert.False(index.Add(2, Some.Sample("e")));
        }
    }

    [Fact]
    public void More_keys_than_memory_are_all_found_and_a_second_start_reads_nothing_again()
    {
        var book = new StateBook();
        var count = 300_000;
        using (var index = StoreKit.Open(StoreKit.Rocks(_folder), book))
        {
            for (var i = 0; i < count; i++)
            {
                Assert.True(index.Add(Spread(i), Some.Sample("")));
                if (i % 50_000 == 0)
                {
                    StoreKit.Save(index, book);
                }
            }

            StoreKit.Save(index, book);
        }

        using var store = RocksKeyStore<ulong>.Open(_folder, 8 << 20, LogMark.Start(7));
        var mark = LogMark.Start(7);
        foreach (var part in book.Log)
        {
            mark = mark.After(BitConverter.ToUInt64(part, 14));
            Assert.True(store.Holds(mark));
        }

        store.Recover();
        Assert.Equal(count, store.Count);
        Assert.All(Enumerable.Range(0, count), i => Assert.True(store.Contains(Spread(i))));
        Assert.All(Enumerable.Range(count, 10_000), i => Assert.False(store.Contains(Spread(i))));
    }

    [Fact]
    public void The_database_of_another_table_is_begun_anew()
    {
        var (book, other) = (new StateBook(), new StateBook());
        using (var index = StoreKit.Open(StoreKit.Rocks(_folder), book))
        {
            index.Add(1, Some.Sample("a"));
            StoreKit.Save(index, book);
        }

        using var second = StoreKit.Open(StoreKit.Rocks(_folder), other, parameters: 8);

        Assert.Equal(0, second.Count);
        Assert.True(second.Add(1, Some.Sample("a")));
    }

    [Fact]
    public void Two_workers_on_one_machine_have_a_database_each()
    {
        var book = new StateBook();
        using var first = StoreKit.Open(StoreKit.Rocks(_folder), book);
        first.Add(1, Some.Sample("a"));
        StoreKit.Save(first, book);

        using var second = StoreKit.Open(StoreKit.Rocks(_folder), book);

        Assert.False(second.Add(1, Some.Sample("b")));
        Assert.Equal(["0", "1"], Directory.GetDirectories(_folder).Select(d => Path.GetFileName(d)).Order());
    }

    [Fact]
    public void A_database_that_cannot_be_read_is_made_again_from_the_table()
    {
        var book = new StateBook();
        using (var index = StoreKit.Open(StoreKit.Rocks(_folder), book))
        {
            index.Add(1, Some.Sample("a"));
            StoreKit.Save(index, book);
        }

        foreach (var file in Directory.GetFiles(Path.Combine(_folder, "0"), "MANIFEST*"))
        {
            File.WriteAllBytes(file, [1, 2, 3]);
        }

        using var again = StoreKit.Open(StoreKit.Rocks(_folder), book);

        Assert.False(again.Add(1, Some.Sample("b")));
        Assert.True(again.Add(2, Some.Sample("c")));
    }

    // Barriers with few and with many keys, so that some parts wait over several and some are written in two; the copy is what a kill leaves.
    [Property(MaxTest = 6)]
    public void A_kill_costs_nothing_that_was_committed_and_leaves_nothing_that_was_not(int seed)
    {
        var random = new Random(seed);
        var committed = new StateBook();
        var (next, expected) = (0, 0);
        for (var life = 0; life < 4; life++)
        {
            var folder = Path.Combine(_folder, $"{seed}-{life}");
            using var index = StoreKit.Open(StoreKit.Rocks(folder), committed);
            Assert.Equal(expected, index.Count);
            Assert.Equal(Enumerable.Range(0, expected), Enumerable.Range(0, expected + 1000).Where(i => index.Contains(Spread(i))));
            next = expected;
            for (var epoch = random.Next(1, 5); epoch > 0; epoch--)
            {
                for (var i = random.Next(3) == 0 ? 150_000 : random.Next(2000); i > 0; i--)
                {
                    Assert.True(index.Add(Spread(next++), Some.Sample("")));
                }

                var isCommitted = epoch > 1 || random.Next(2) == 0;
                StoreKit.Save(index, isCommitted ? committed : new());
                expected = isCommitted ? next : expected;
            }

            index.Add(Spread(next), Some.Sample(""));
            Copy(folder, Path.Combine(_folder, $"{seed}-{life + 1}"));
        }
    }

    [Fact]
    public void A_start_reads_the_database_beside_its_work_and_answers_alike_meanwhile()
    {
        var book = new StateBook();
        using (var index = StoreKit.Open(StoreKit.Rocks(_folder), book))
        {
            Enumerable.Range(0, 50_000).ToList().ForEach(i => index.Add(Spread(i), Some.Sample("")));
            StoreKit.Save(index, book);
        }

        using var again = StoreKit.Open(StoreKit.Rocks(_folder), book);
        for (var i = 0; i < 50_000; i++)
        {
            Assert.False(again.Add(Spread(i), Some.Sample("")));
            Assert.True(again.Add(Spread(50_000 + i), Some.Sample("")));
        }
    }

    private static IEnumerable<ulong> Keys() => Enumerable.Range(0, Universe).Select(Spread);

    private static ulong Spread(int i) => (ulong)(i + 1) * 0x9E3779B97F4A7C15;

    private static void Live(KeyIndex<ulong> index, Random random, StateBook committed, HashSet<ulong> expected)
    {
        var epochs = random.Next(5);
        var lost = random.Next(3) == 0 ? random.Next(epochs + 1) : epochs;
        var seen = expected.ToHashSet();
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            for (var i = random.Next(60); i > 0; i--)
            {
                var key = Spread(random.Next(Universe));
                Assert.Equal(seen.Add(key), index.Add(key, Some.Sample("")));
            }

            // The barriers of an epoch that is lost, and of those after it, are never committed.
            StoreKit.Save(index, epoch < lost ? committed : new());
            if (epoch < lost)
            {
                expected.UnionWith(seen);
            }
        }

        if (random.Next(3) == 0)
        {
            AddForeignPart(random, committed, expected);
        }
    }

    private static void AddForeignPart(Random random, StateBook committed, HashSet<ulong> expected)
    {
        using var other = new KeyIndex<ulong>(7);
        other.Open(new() { Name = "other", Seed = 2, Input = RowSchema.Text, Memory = new MemoryAccount(64 << 20), ScratchFolder = () => "" });
        for (var i = 0; i < 20; i++)
        {
            var key = Spread(random.Next(Universe));
            other.Add(key, Some.Sample(""));
            expected.Add(key);
        }

        StoreKit.Save(other, committed);
    }

    // As the disk is at this moment, without what is in memory.
    private static void Copy(string from, string to)
    {
        // A kill sees all files at one moment. A copy that the database's own threads changed something under is made again.
        var copy = Directory.CreateDirectory(Path.Combine(to, "0")).FullName;
        for (var isWhole = false; !isWhole;)
        {
            Array.ForEach(Directory.GetFiles(copy), File.Delete);
            var before = Manifest(from);
            isWhole = Array.TrueForAll(Directory.GetFiles(Path.Combine(from, "0")), file => TryCopy(file, Path.Combine(copy, Path.GetFileName(file)))) && before.SequenceEqual(Manifest(from));
        }
    }

    private static IEnumerable<(string Path, long Bytes)> Manifest(string folder) =>
        Directory.GetFiles(Path.Combine(folder, "0"), "*").Where(file => !Path.GetFileName(file).StartsWith("LOG", StringComparison.Ordinal)).Order().Select(file => (file, File.Exists(file) ? new FileInfo(file).Length : -1)).ToArray();

    private static bool TryCopy(string from, string to)
    {
        try
        {
            File.Copy(from, to);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    // Puts an older copy of the database in its place, or makes one.
    private static void Swap(string folder)
    {
        var copy = folder + "-copy";
        if (Directory.Exists(copy))
        {
            Directory.Delete(folder, recursive: true);
            Directory.Move(copy, folder);
        }
        else if (Directory.Exists(folder))
        {
            Directory.CreateDirectory(Path.Combine(copy, "0"));
            foreach (var file in Directory.GetFiles(Path.Combine(folder, "0")))
            {
                File.Copy(file, Path.Combine(copy, "0", Path.GetFileName(file)));
            }
        }
    }
}
