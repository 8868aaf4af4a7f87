using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using Streaming.Operators.Deduplication;
using Streaming.Operators.Deduplication.MinHash;

namespace Streaming.Operators.Tests.Deduplication;

public class MinHashParityTests
{
    [SuppressMessage("Security", "CA5351", Justification = "So they are recorded.")]
    [SkippableFact]
    public void Signatures_are_those_of_DataJuicer()
    {
        foreach (var golden in Golden.CasesOf("document_minhash_deduplicator"))
        {
            var @operator = new DocumentMinhashDeduplicator(OptionsOf(golden));
            foreach (var (sample, recorded) in golden.Inputs.Zip(golden.Hashes))
            {
                var bands = @operator.HashesOf(sample);
                var expected = recorded.GetProperty("__dj__minhash");
                var what = $"{golden.Name}, {sample.Id}: ";
                Assert.Equal(what + expected.GetProperty("bands").GetInt32(), what + bands.Count);
                Assert.Equal(what + expected.GetProperty("md5").GetString(), what + Convert.ToHexStringLower(MD5.HashData([.. bands.SelectMany(b => b)])));
            }
        }
    }

    [SkippableFact]
    public async Task Survivors_of_the_whole_data_set_are_those_of_DataJuicer()
    {
        foreach (var golden in Golden.CasesOf("document_minhash_deduplicator"))
        {
            await using var driver = await OperatorDriver.OpenAsync(new DocumentMinhashDeduplicator(OptionsOf(golden) with { Scope = DeduplicationScope.Dataset }));
            await driver.ApplyAsync(golden.Inputs);
            await driver.FinishAsync();

            Assert.Equal(golden.Kept, driver.Out.Select(s => s.Id));
            Assert.Equal(golden.Inputs.Count, driver.Out.Count + driver.Rejected.Count);
        }
    }

    [SkippableFact]
    public void Permutations_are_those_of_numpy()
    {
        var root = Golden.Root();
        Skip.If(root is null, "Recorded results of Data-Juicer are not at hand.");
        var recorded = Golden.Open(root, "document_minhash_deduplicator").GetProperty("permutations").GetProperty("a_b");
        var hash = new Sha1ShingleHash(256);

        Assert.Equal(
            recorded.EnumerateArray().Select(p => (p[0].GetString(), p[1].GetString())),
            Enumerable.Range(0, 256).Select(i => hash[i]).Select(p => ((string?)Invariant(p.A), (string?)Invariant(p.B))));
    }

    [Theory]
    [InlineData(0.7, 256, 25, 10)]
    [InlineData(0.5, 128, 25, 5)]
    [InlineData(0.9, 64, 3, 21)]
    [InlineData(0.7, 16, 3, 5)]
    [InlineData(0.3, 100, 33, 3)]
    public void Bands_are_cut_as_scipys_integrals_say(double threshold, int permutations, int bands, int rows) =>
        Assert.Equal(new BandShape(bands, rows), BandShape.Optimal(threshold, permutations));

    private static DocumentMinhashDeduplicatorOptions OptionsOf(Golden golden)
    {
        var options = new DocumentMinhashDeduplicatorOptions();
        return options with
        {
            Tokenization = Enum.Parse<Tokenization>(golden.Text("tokenization") ?? "space", ignoreCase: true),
            WindowSize = golden.Number("window_size") ?? options.WindowSize,
            Lowercase = golden.Flag("lowercase", options.Lowercase),
            IgnorePattern = golden.Text("ignore_pattern"),
            NumPermutations = golden.Number("num_permutations") ?? options.NumPermutations,
            JaccardThreshold = golden.Parameters.TryGetProperty("jaccard_threshold", out var threshold) ? threshold.GetDouble() : options.JaccardThreshold,
            NumBands = golden.Number("num_bands"),
            NumRowsPerBand = golden.Number("num_rows_per_band"),
            TokenizerModel = golden.Text("tokenizer_model") is { } model ? Path.Combine(golden.Folder, model) : null,
        };
    }

    private static string Invariant(ulong number) => number.ToString(CultureInfo.InvariantCulture);
}
