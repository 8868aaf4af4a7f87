using System.Text.Json;

namespace Streaming.Tokenizers.Tests;

/// <summary>What Hugging Face's own tokenizers gave for the same file and text, folder by folder.</summary>
public sealed class TokenizerGoldenTests
{
    private const string NoGoldens = "No goldens of this kind: set STREAMING_MODEL_GOLDENS or put them under ../shared/models.";

    public static IEnumerable<object[]> Cases => GoldenFolders.With("cases");

    public static IEnumerable<object[]> Longs => GoldenFolders.With("long");

    public static IEnumerable<object[]> Pairs => GoldenFolders.With("pairs");

    public static IEnumerable<object[]> Decodings => GoldenFolders.With("decodes");

    public static IEnumerable<object[]> Batches => GoldenFolders.With("batches");

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void Ids_are_those_of_the_original(string folder) => ForEach(folder, "cases", (tokenizer, golden, text) =>
    {
        Assert.Equal(Ints(golden, "ids", "input_ids"), tokenizer.Encode(text, addSpecialTokens: true));
        Assert.Equal(Ints(golden, "ids_without_special", "without_special_tokens"), tokenizer.Encode(text));
    });

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void Counts_are_those_of_the_ids(string folder) => ForEach(folder, "cases", (tokenizer, golden, text) =>
        Assert.Equal(Ints(golden, "ids", "input_ids")!.Length, tokenizer.Count(text, addSpecialTokens: true)));

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void Ids_with_offsets_are_the_same_ids(string folder) => ForEach(folder, "cases", (tokenizer, golden, text) =>
        Assert.Equal(Ints(golden, "ids", "input_ids"), tokenizer.EncodeWithOffsets(text).Ids));

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void Offsets_are_those_of_the_original(string folder) => ForEach(folder, "cases", (tokenizer, golden, text) =>
        Assert.Equal(Offsets(golden), tokenizer.EncodeWithOffsets(text).Offsets));

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void Tokens_are_those_of_the_original(string folder)
    {
        // transformers looks tokens up by their ids; the library itself gives the unknown piece.
        var byId = folder.Length > 0 && GoldenFolders.Golden(folder).TryGetProperty("model", out _);
        ForEach(folder, "cases", (tokenizer, golden, text) => Assert.Equal(
            golden.GetProperty("tokens").EnumerateArray().Select(token => token.GetString()),
            byId ? tokenizer.Encode(text, addSpecialTokens: true).Select(tokenizer.TokenOf) : tokenizer.Tokens(text, addSpecialTokens: true)));
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void Masks_and_type_ids_are_those_of_the_original(string folder) => ForEach(folder, "cases", (tokenizer, golden, text) =>
    {
        var encoding = tokenizer.EncodeWithOffsets(text);
        Assert.Equal(Ints(golden, "type_ids", "token_type_ids") ?? encoding.TypeIds, encoding.TypeIds);
        Assert.Equal(Ints(golden, "special_tokens_mask") ?? encoding.SpecialTokensMask, encoding.SpecialTokensMask);
        Assert.Equal(Ints(golden, "attention_mask") ?? encoding.AttentionMask, encoding.AttentionMask);
    });

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void Decoding_gives_the_original_s_text(string folder) => ForEach(folder, "cases", (tokenizer, golden, text) =>
    {
        var ids = Ints(golden, "ids", "input_ids");
        Assert.Equal(golden.GetProperty("decoded").GetString(), tokenizer.Decode(ids));
        Assert.Equal(Text(golden, "decoded_skip_special", "decoded_skip_special_tokens"), tokenizer.Decode(ids, skipSpecialTokens: true));
    });

    [SkippableTheory]
    [MemberData(nameof(Decodings))]
    public void Any_ids_decode_to_the_original_s_text(string folder) => ForEach(folder, "decodes", (tokenizer, golden, _) =>
    {
        var ids = Ints(golden, "ids");
        Assert.Equal(golden.GetProperty("decoded").GetString(), tokenizer.Decode(ids));
        Assert.Equal(golden.GetProperty("decoded_skip_special").GetString(), tokenizer.Decode(ids, skipSpecialTokens: true));
    });

    [SkippableTheory]
    [MemberData(nameof(Pairs))]
    public void Pairs_are_joined_as_in_the_original(string folder) => ForEach(folder, "pairs", (tokenizer, golden, text) =>
    {
        var options = golden.TryGetProperty("settings", out var settings) ? OptionsOf(tokenizer, settings) : EncodingOptions.Default;
        var pair = golden.GetProperty("pair").GetString();
        if (golden.TryGetProperty("refused", out _))
        {
            Assert.Throws<ArgumentException>(() => tokenizer.EncodeWithOffsets(text, pair, options));
            return;
        }

        var encoding = tokenizer.EncodeWithOffsets(text, pair, options);
        Assert.Equal(Ints(golden, "ids", "input_ids"), encoding.Ids);
        Assert.Equal(Ints(golden, "type_ids", "token_type_ids") ?? encoding.TypeIds, encoding.TypeIds);
        Assert.Equal(golden.TryGetProperty("offsets", out _) ? Offsets(golden) : encoding.Offsets, encoding.Offsets);
    });

    [SkippableTheory]
    [MemberData(nameof(Longs))]
    public void A_long_text_has_the_original_s_ids(string folder)
    {
        var (tokenizer, golden) = Load(folder);
        var section = golden.GetProperty("long");
        var ids = tokenizer.Encode(LongText(section), addSpecialTokens: true);
        Assert.Equal((section.TryGetProperty("untruncated_length", out var length) ? length : section.GetProperty("length")).GetInt32(), ids.Length);
        Assert.Equal((section.TryGetProperty("untruncated_sum", out var sum) ? sum : section.GetProperty("sum")).GetInt64(), ids.Sum(id => (long)id));
    }

    [SkippableTheory]
    [MemberData(nameof(Longs))]
    public void Truncation_cuts_where_the_original_cuts(string folder)
    {
        var (tokenizer, golden) = Load(folder);
        var section = golden.GetProperty("long");
        var truncations = section.TryGetProperty("truncations", out var plain) ? plain : section.GetProperty("truncated");
        foreach (var expected in truncations.EnumerateArray())
        {
            var encoding = tokenizer.EncodeWithOffsets(LongText(section), null, new EncodingOptions { Truncation = TruncationOf(expected) });
            Assert.Equal(Ints(expected, "ids", "input_ids"), encoding.Ids);
            if (expected.TryGetProperty("overflowing_count", out var count))
            {
                Assert.Equal(count.GetInt32(), encoding.Overflowing.Count);
                Assert.Equal(Ints(expected, "first_overflow"), encoding.Overflowing[0].Ids);
            }
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Batches))]
    public void Batches_are_padded_as_in_the_original(string folder) => ForEach(folder, "batches", (tokenizer, golden, _) =>
    {
        var texts = golden.GetProperty("texts").EnumerateArray().Select(text => text.GetString()!).ToArray();
        var encodings = tokenizer.EncodeBatch(texts, OptionsOf(tokenizer, golden.GetProperty("settings")));
        Assert.Equal(Rows(golden, "input_ids"), encodings.Select(encoding => encoding.Ids));
        Assert.Equal(Rows(golden, "attention_mask"), encodings.Select(encoding => encoding.AttentionMask));
    });

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void Rendered_chats_have_the_original_s_ids(string folder)
    {
        Skip.If(folder.Length == 0, NoGoldens);
        Skip.IfNot(GoldenFolders.Golden(folder).TryGetProperty("chat", out var chats), "No chats among these goldens.");
        var tokenizer = TokenizerFile.Load(folder);
        Assert.All(chats.EnumerateArray(), chat => Assert.Equal(Ints(chat, "input_ids"), tokenizer.Encode(chat.GetProperty("rendered").GetString()!)));
    }

    private static void ForEach(string folder, string kind, Action<ITracingTokenizer, JsonElement, string> check)
    {
        var (tokenizer, golden) = Load(folder);
        Assert.All(golden.GetProperty(kind).EnumerateArray(), one => check(tokenizer, one, one.TryGetProperty("text", out var text) ? text.GetString()! : ""));
    }

    private static (ITracingTokenizer Tokenizer, JsonElement Golden) Load(string folder)
    {
        Skip.If(folder.Length == 0, NoGoldens);
        return (TokenizerFile.Load(folder), GoldenFolders.Section(folder)!.Value);
    }

    private static string LongText(JsonElement section) =>
        string.Join(' ', Enumerable.Repeat(section.GetProperty("sentence").GetString(), section.GetProperty("times").GetInt32()));

    private static EncodingOptions OptionsOf(ITracingTokenizer tokenizer, JsonElement settings) => new()
    {
        Truncation = settings.TryGetProperty("max_length", out _) ? TruncationOf(settings) : null,
        Padding = settings.TryGetProperty("padding", out var padding) ? (tokenizer.Settings.Padding ?? new PaddingOptions()) with
        {
            Length = padding.GetString() == "max_length" ? settings.GetProperty("max_length").GetInt32() : null,
            MultipleOf = settings.TryGetProperty("pad_to_multiple_of", out var multiple) ? multiple.GetInt32() : null,
            Side = SideOf(settings, "padding_side"),
        }
        : null,
    };

    private static TruncationOptions TruncationOf(JsonElement settings) => new(settings.GetProperty("max_length").GetInt32())
    {
        Stride = settings.TryGetProperty("stride", out var stride) ? stride.GetInt32() : 0,
        Side = SideOf(settings, settings.TryGetProperty("direction", out _) ? "direction" : "truncation_side"),
        Strategy = settings.TryGetProperty("truncation", out var strategy) && strategy.ValueKind == JsonValueKind.String
            ? strategy.GetString() switch { "only_first" => TruncationStrategy.OnlyFirst, "only_second" => TruncationStrategy.OnlySecond, _ => TruncationStrategy.LongestFirst }
            : TruncationStrategy.LongestFirst,
    };

    private static TokenSide SideOf(JsonElement settings, string name) =>
        settings.TryGetProperty(name, out var side) && side.GetString() == "left" ? TokenSide.Left : TokenSide.Right;

    private static int[]? Ints(JsonElement golden, params string[] names) =>
        Array.Find(names, name => golden.TryGetProperty(name, out _)) is { } found ? Ints(golden.GetProperty(found)) : null;

    private static int[] Ints(JsonElement list) => [.. list.EnumerateArray().Select(value => value.GetInt32())];

    private static int[][] Rows(JsonElement golden, string name) => [.. golden.GetProperty(name).EnumerateArray().Select(Ints)];

    private static string? Text(JsonElement golden, params string[] names) => golden.GetProperty(Array.Find(names, name => golden.TryGetProperty(name, out _))!).GetString();

    private static TokenOffset[] Offsets(JsonElement golden) =>
        [.. golden.GetProperty("offsets").EnumerateArray().Select(pair => new TokenOffset(pair[0].GetInt32(), pair[1].GetInt32()))];
}
