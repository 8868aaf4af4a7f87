using System.Text.Json;
using Streaming.Operators.Text;
using Streaming.Operators.Text.Splitting;
using Xunit.Abstractions;

namespace Streaming.Operators.Tests.Parity.Datatrove;

/// <summary>Our splitters against the recorded words and sentences of datatrove's tokenizers.</summary>
public class SplitterParityTests(ITestOutputHelper output)
{
    [SkippableTheory]
    [InlineData("simple", 1.0, 1.0)]
    [InlineData("whitespace", 1.0, 1.0)]
    [InlineData("eng", 0.99, 0.98)]
    public void Words_and_sentences_are_those_of_the_tokenizer(string tokenizer, double asManyWords, double asManySentences)
    {
        var splitter = Splitters.Of(tokenizer switch { "simple" => Splitter.Simple, "whitespace" => Splitter.Whitespace, _ => Splitter.English });
        var (words, sentences) = (new Agreement(), new Agreement());
        foreach (var folder in DatatroveFolders.All)
        {
            var texts = Texts(folder);
            foreach (var (id, recorded) in RecordedTokens.Of(folder, tokenizer))
            {
                var known = new RecordedTokens(splitter);
                known.Add(texts[id], recorded);
                words.Compare(id, texts[id], known.Words(texts[id]), splitter.Words(texts[id]), output);
                sentences.Compare(id, texts[id], known.Sentences(texts[id]), splitter.Sentences(texts[id]), output);
            }
        }

        Skip.If(words.Total == 0, "No recorded tokens are here: STREAMING_DATATROVE_GOLDENS names their folders.");
        output.WriteLine($"words {words.Share}, sentences {sentences.Share}");
        Assert.True(words.Share >= asManyWords, $"{words.Share} of {words.Total} words are the same");
        Assert.True(sentences.Share >= asManySentences, $"{sentences.Share} of {sentences.Total} sentences are the same");
    }

    /// <summary>One row for each recorded case of each folder.</summary>
    public static TheoryData<string, string> Parts() => DatatroveCase.All("text_splitting", "params");

    [SkippableTheory]
    [MemberData(nameof(Parts))]
    public void Parts_are_those_of_datatrove(string @case, string folder)
    {
        Skip.If(folder.Length == 0, "No recordings of it are here: STREAMING_DATATROVE_GOLDENS names their folders.");
        var file = GoldenFile.Open(Path.Combine(folder, "text_splitting.json"));
        var recorded = file.Case(@case);
        var part = Enum.Parse<TextPart>(recorded.GetProperty("params").GetProperty("mode").GetString()!, ignoreCase: true);
        var tokenizer = recorded.TryGetProperty("tokenizer", out var name) ? name.GetString()! : "eng";
        var texts = Texts(folder);
        foreach (var expected in recorded.GetProperty("expected").EnumerateArray())
        {
            var id = expected.GetProperty("id").GetString()!;
            var splitter = new RecordedTokens(Splitters.Of(tokenizer == "whitespace" ? Splitter.Whitespace : Splitter.English));
            if (RecordedTokens.Of(folder, tokenizer).TryGetValue(id, out var tokens))
            {
                splitter.Add(texts[id], tokens);
            }

            Assert.Equal(expected.GetProperty("parts").EnumerateArray().Select(p => p.GetString()), TextParts.Of(texts[id], part, splitter));
        }
    }

    private static Dictionary<string, string> Texts(string folder) => Directory.Exists(Path.Combine(folder, "inputs"))
        ? Directory.EnumerateFiles(Path.Combine(folder, "inputs"), "*.jsonl").SelectMany(File.ReadLines)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(row => row.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String)
            .DistinctBy(row => row.GetProperty("id").GetString()!)
            .ToDictionary(row => row.GetProperty("id").GetString()!, row => row.GetProperty("text").GetString()!)
        : [];

    private sealed class Agreement
    {
        private int _same;

        public int Total { get; private set; }

        public double Share => (double)_same / Total;

        // F1 of the places: parts in both, against the mean of the parts in each.
        public void Compare(string id, string text, RentedList<TextSpan> expected, RentedList<TextSpan> actual, ITestOutputHelper output)
        {
            var (recorded, ours) = (expected.Items.ToArray(), actual.Items.ToArray());
            var missing = recorded.Except(ours).ToList();
            Total += Math.Max(recorded.Length, ours.Length);
            _same += recorded.Intersect(ours).Count();
            if (missing.Count > 0 || ours.Length != recorded.Length)
            {
                output.WriteLine($"{id}: recorded {Show(text, missing)}, ours {Show(text, ours.Except(recorded))}");
            }
        }

        private static string Show(string text, IEnumerable<TextSpan> spans) => string.Join(" ", spans.Take(12).Select(s => $"[{s.Of(text)}]"));
    }
}
