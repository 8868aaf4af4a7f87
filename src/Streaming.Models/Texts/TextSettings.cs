using Streaming.Models.Folders;
using Streaming.Tokenizers;

namespace Streaming.Models.Texts;

/// <summary>How a model wants its texts, as its folder says it.</summary>
/// <param name="MaxLength">The largest number of ids; longer texts are cut.</param>
/// <param name="PadId">The id that fills up a batch.</param>
/// <param name="PadSide">The side that is filled.</param>
/// <param name="AlwaysMaxLength">Whether every text is filled up to the largest length: SigLIP was trained so, has no mask and reads the last place.</param>
/// <param name="Lowercases">Whether texts are lower-cased first (<c>do_lower_case</c> of sentence-transformers).</param>
/// <param name="Prefix">What is put before every text (the default prompt of sentence-transformers).</param>
internal sealed record TextSettings(int MaxLength, int PadId, TokenSide PadSide, bool AlwaysMaxLength, bool Lowercases, string Prefix)
{
    // For models without a limit of their own, so that a text of 10 MB is no call of 10 GB.
    private const int NoLimit = 8192;

    /// <summary>The settings of a folder; <paramref name="bare"/> leaves out what sentence-transformers' files add.</summary>
    public static TextSettings Of(ModelFolder folder, bool bare = false)
    {
        var settings = folder.Tokenizer.Settings;
        var sentences = bare ? null : folder.Json("sentence_bert_config.json");
        int?[] limits = [sentences?.Number("max_seq_length"), settings.ModelMaxLength, folder.Config.MaxPositions];
        var siglip = folder.Config.ModelType?.StartsWith("siglip", StringComparison.Ordinal) == true;
        return new TextSettings(
            limits.Where(limit => limit > 0).Min() ?? NoLimit,
            settings.Padding?.PadId ?? PadIdOf(folder),
            settings.Padding?.Side ?? TokenSide.Right,
            siglip,
            sentences?.Flag("do_lower_case") == true,
            bare ? "" : PrefixOf(folder));
    }

    private static int PadIdOf(ModelFolder folder) =>
        (folder.Tokenizer.Settings.PadToken is { } token ? folder.Tokenizer.IdOf(token) : null) ?? folder.Config.PadTokenId ?? 0;

    private static string PrefixOf(ModelFolder folder) =>
        folder.Json("config_sentence_transformers.json") is { } config && config.Text("default_prompt_name") is { } name
            ? config.Field("prompts")?.Text(name) ?? ""
            : "";
}
