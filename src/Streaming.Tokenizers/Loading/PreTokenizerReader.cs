using System.Text.Json;
using Streaming.Tokenizers.PreTokenizers;
using Streaming.Tokenizers.Scanning;
using Streaming.Tokenizers.Texts;

namespace Streaming.Tokenizers.Loading;

/// <summary>Reads the pre-tokenizer of a <c>tokenizer.json</c> into a list of steps.</summary>
internal static class PreTokenizerReader
{
    public static IReadOnlyList<PreTokenizer> ReadAll(JsonElement preTokenizer) => preTokenizer.TypeName() switch
    {
        "Sequence" => [.. preTokenizer.Items("pretokenizers").SelectMany(ReadAll)],
        "ByteLevel" => [.. ByteLevel(preTokenizer)],
        "BertPreTokenizer" => [new BertPreTokenizer()],
        "Metaspace" => [Metaspace(preTokenizer)],
        "Split" => [new SplitPreTokenizer(PatternReader.Read(preTokenizer), BehaviorOf(preTokenizer, "Isolated"), preTokenizer.Flag("invert"))],
        "Whitespace" => [new SplitPreTokenizer(new WordPattern(), SplitBehavior.Removed, invert: true)],
        "WhitespaceSplit" => [new SplitPreTokenizer(new RunePattern(CharKinds.IsWhiteSpace), SplitBehavior.Removed)],
        "Punctuation" => [new SplitPreTokenizer(new RunePattern(CharKinds.IsPunctuation), BehaviorOf(preTokenizer, "Isolated"))],
        "Digits" => [new SplitPreTokenizer(new RunePattern(CharKinds.IsNumber), preTokenizer.Flag("individual_digits") ? SplitBehavior.Isolated : SplitBehavior.Contiguous)],
        "CharDelimiterSplit" or "Delimiter" => [new SplitPreTokenizer(new LiteralPattern(preTokenizer.Character("delimiter").ToString()), SplitBehavior.Removed)],
        "FixedLength" => [new FixedLengthPreTokenizer(preTokenizer.OptionalNumber("length") is { } length ? Math.Max(length, 1) : 5)],
        var type => throw JsonFields.Unsupported("pre_tokenizer", type),
    };

    public static IReadOnlyList<PreTokenizer> Read(JsonElement? preTokenizer) => preTokenizer is { } given ? ReadAll(given) : [];

    /// <summary>Leaves out GPT-2's split behind CLIP's: it finds nothing more to split in CLIP's words.</summary>
    public static IReadOnlyList<PreTokenizer> Simplified(IReadOnlyList<PreTokenizer> steps) =>
        steps is [SplitPreTokenizer { Words: ClipScanner } clip, SplitPreTokenizer { Words: Gpt2Scanner }] ? [clip] : steps;

    private static IEnumerable<PreTokenizer> ByteLevel(JsonElement preTokenizer)
    {
        if (preTokenizer.Flag("add_prefix_space", true))
        {
            yield return new PrefixSpacePreTokenizer();
        }

        if (preTokenizer.Flag("use_regex", true))
        {
            yield return new SplitPreTokenizer(new ScannerPattern(KnownPatterns.ByteLevel), SplitBehavior.Isolated);
        }

        yield return new ByteMapPreTokenizer();
    }

    private static MetaspacePreTokenizer Metaspace(JsonElement preTokenizer) =>
        new(preTokenizer.Unit("replacement"), SchemeOf(preTokenizer), preTokenizer.Flag("split", true));

    /// <summary>The newer <c>prepend_scheme</c>, or what the older <c>add_prefix_space</c> says.</summary>
    public static PrependScheme SchemeOf(JsonElement metaspace) => metaspace.OptionalText("prepend_scheme") switch
    {
        "always" => PrependScheme.Always,
        "never" => PrependScheme.Never,
        "first" => PrependScheme.First,
        null => metaspace.Flag("add_prefix_space", true) ? PrependScheme.Always : PrependScheme.Never,
        var scheme => throw JsonFields.Unsupported("prepend_scheme", scheme),
    };

    private static SplitBehavior BehaviorOf(JsonElement preTokenizer, string fallback) => (preTokenizer.OptionalText("behavior") ?? fallback) switch
    {
        "Removed" => SplitBehavior.Removed,
        "Isolated" => SplitBehavior.Isolated,
        "MergedWithPrevious" => SplitBehavior.MergedWithPrevious,
        "MergedWithNext" => SplitBehavior.MergedWithNext,
        "Contiguous" => SplitBehavior.Contiguous,
        var behavior => throw JsonFields.Unsupported("behavior", behavior),
    };
}
