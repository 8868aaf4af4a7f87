using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Security.Cryptography;
using FsCheck.Xunit;
using Streaming.Operators.Deduplication;
using Streaming.Operators.Deduplication.Keys;
using Streaming.Operators.Deduplication.MinHash;
using Streaming.Operators.Deduplication.SimHash;
using Streaming.Operators.Tests.Deduplication.Keys;

namespace Streaming.Operators.Tests.Deduplication;

public class SimHashTests
{
    private const int Distance = 4;

    [Theory]
    [InlineData(1)]
    [InlineData(55)]
    [InlineData(56)]
    [InlineData(300)]
    [SuppressMessage("Security", "CA5351", Justification = "The operator's hash.")]
    public void Lanes_give_the_MD5_of_shingles_of_any_length(int longest)
    {
        var shingles = new Shingles();
        shingles.Begin(1);
        var random = new Random(longest);
        random.NextBytes(shingles.Reserve(40 * longest));
        for (var i = 0; i < 37; i++)
        {
            shingles.AddToken(i * longest, (i * longest) + random.Next(longest + 1));
        }

        var hashes = new ulong[shingles.Count];
        ShingleLanes.Hash<LaneMd5, ulong>(shingles, hashes);

        Assert.Equal(Enumerable.Range(0, 37).Select(i => BinaryPrimitives.ReadUInt64BigEndian(MD5.HashData(shingles[i]))), hashes);
    }

    [Fact]
    public void A_bit_is_set_where_more_than_half_of_the_shingles_have_it_however_many_there_are()
    {
        foreach (var words in new[] { 1, 2, 255, 256, 1000 })
        {
            var text = string.Join(' ', Enumerable.Range(0, words).Select(i => $"w{i % 400}"));

            Assert.Equal(Voted(text.Split(' ')), new SimHashSigner(Shingler.Of(Tokenization.Space, 1, lowercase: true, null)).Of(text));
        }
    }

    [Property]
    public void Choices_agree_for_numbers_that_differ_in_few_bits(ulong number, byte[] flips)
    {
        var choices = new BlockChoices(6, Distance);
        var near = flips.Take(Distance).Aggregate(number, (n, flip) => n ^ (1UL << (flip & 63)));

        Assert.Contains(Enumerable.Range(0, choices.Count), c => choices.BucketOf(number, c) == choices.BucketOf(near, c));
        Assert.Equal(BlockChoices.CountOf(6, Distance), choices.Count);
        Assert.Equal(number, KeyBits.Gather(KeyBits.Scatter(number)));
    }

    [Theory]
    [InlineData(64)]
    [InlineData(1 << 20)]
    public void Near_signatures_are_found_as_by_brute_force_however_little_memory_there_is(long allowance)
    {
        var folder = Directory.CreateTempSubdirectory("streaming-near-").FullName;
        using var index = new NearIndex(new(6, Distance), Distance, allowance, () => folder);
        var random = new Random(5);
        var all = new List<ulong>();
        for (var i = 0; i < 3000; i++)
        {
            // Half of them near an earlier one, by up to six bits.
            var signature = (ulong)random.NextInt64();
            for (var flips = i % 2 == 0 && i > 0 ? random.Next(7) : -1; flips >= 0; flips--)
            {
                signature = flips == 0 ? signature : (flips == 6 ? all[random.Next(all.Count)] : signature) ^ (1UL << random.Next(64));
            }

            Assert.Equal(all.Exists(other => BitOperations.PopCount(other ^ signature) <= Distance), index.HasNear(signature));
            index.Add(signature);
            all.Add(signature);
        }

        Assert.Equal(allowance < 1 << 20, index.RunCount > 0);
        index.Dispose();
        Assert.Empty(Directory.GetFiles(folder));
        Directory.Delete(folder);
    }

    [Theory]
    [InlineData(1 << 10)]
    [InlineData(64 << 20)]
    public void A_data_set_keeps_the_first_of_each_cluster(long memoryLimit)
    {
        var samples = Texts(400);
        var expected = FirstOfClusters(samples);

        var kept = Passes.InBatches(new DocumentSimhashDeduplicator(Options(DeduplicationScope.Dataset)), samples, memoryLimit);

        Assert.Equal(expected, kept.Select(s => s.Id));
        Assert.InRange(expected.Count, 2, samples.Length - 2);
    }

    [Fact]
    public void A_stream_rejects_what_is_near_any_earlier_one_also_after_crashes()
    {
        var samples = Texts(300);
        var signatures = samples.Select(s => Signature(s.Text)).ToArray();
        var expected = samples.Where((_, i) => !signatures.Take(i).Any(other => BitOperations.PopCount(other ^ signatures[i]) <= Distance)).Select(s => s.Id);

        Assert.Equal(expected, Passes.InBatches(new DocumentSimhashDeduplicator(Options()), samples, memoryLimit: 2048).Select(s => s.Id));
        Assert.Equal(expected, Passes.WithCrashes(() => new DocumentSimhashDeduplicator(Options()), samples, [3, 20, 21, 150], memoryLimit: 2048).Select(s => s.Id));
    }

    [Theory]
    [InlineData(4, 4)]
    [InlineData(30, 15)]
    public void Blocks_that_cannot_work_or_make_too_many_tables_are_refused(int blocks, int distance) =>
        Assert.Throws<BadInputException>(() => new DocumentSimhashDeduplicator(new() { NumBlocks = blocks, HammingDistance = distance }));

    private static DocumentSimhashDeduplicatorOptions Options(DeduplicationScope scope = DeduplicationScope.Stream) => new() { WindowSize = 2, HammingDistance = Distance, Scope = scope };

    private static ulong Signature(string text) => BinaryPrimitives.ReadUInt64BigEndian(new DocumentSimhashDeduplicator(Options()).HashesOf(Some.Sample(text))[0]);

    // Long texts of a few families, with words changed here and there: near, but seldom equal.
    private static Sample[] Texts(int count)
    {
        var random = new Random(11);
        var families = Enumerable.Range(0, 12).Select(f => Enumerable.Range(0, 120).Select(_ => $"w{random.Next(5000)}").ToArray()).ToArray();
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var words = (string[])families[random.Next(families.Length)].Clone();
            for (var changes = random.Next(12); changes > 0; changes--)
            {
                words[random.Next(words.Length)] = $"x{random.Next(5000)}";
            }

            return Some.Sample(string.Join(' ', words), position: i);
        })];
    }

    [SuppressMessage("Security", "CA5351", Justification = "The operator's hash.")]
    private static ulong Voted(string[] words)
    {
        var hashes = words.Select(w => BinaryPrimitives.ReadUInt64BigEndian(MD5.HashData(System.Text.Encoding.UTF8.GetBytes(w)))).ToArray();
        return Enumerable.Range(0, 64).Aggregate(0UL, (all, bit) => all | (2 * hashes.Count(h => ((h >> bit) & 1) == 1) > hashes.Length ? 1UL << bit : 0));
    }

    private static List<string> FirstOfClusters(Sample[] samples)
    {
        var signatures = samples.Select(s => Signature(s.Text)).ToArray();
        var sets = new DisjointSets(samples.Length);
        for (var i = 0; i < samples.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (BitOperations.PopCount(signatures[i] ^ signatures[j]) <= Distance)
                {
                    sets.Union(i, j);
                }
            }
        }

        return [.. samples.Where((_, i) => sets.Find(i) == i).Select(s => s.Id)];
    }
}
