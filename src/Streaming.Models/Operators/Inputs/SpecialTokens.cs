namespace Streaming.Models.Operators;

/// <summary>Data-Juicer's marks in texts: where media stand, and where a chunk ends.</summary>
internal static class SpecialTokens
{
    public const string Image = "<__dj__image>";
    public const string EndOfChunk = "<|__dj__eoc|>";

    /// <summary>The marks of sounds and films.</summary>
    public static readonly string[] OtherMedia = ["<__dj__audio>", "<__dj__video>"];

    private static readonly string[] All = [Image, .. OtherMedia, EndOfChunk];

    /// <summary>The text without marks, and without white space around what is left.</summary>
    public static string Remove(string text) => All.Aggregate(text, (rest, token) => rest.Replace(token, "", StringComparison.Ordinal).Trim());

    /// <summary>How often a chunk refers to an image.</summary>
    public static int CountImages(string chunk)
    {
        var count = 0;
        for (var at = chunk.IndexOf(Image, StringComparison.Ordinal); at >= 0; at = chunk.IndexOf(Image, at + Image.Length, StringComparison.Ordinal))
        {
            count++;
        }

        return count;
    }
}
