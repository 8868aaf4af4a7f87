namespace Streaming.Tokenizers.Models;

/// <summary>The merges of vocabularies that list none: any two tokens that joined are a token.</summary>
internal static class RankMerges
{
    /// <param name="vocabulary">Tokens and their ids.</param>
    /// <param name="rankOf">The rank of an id; lower ones are merged first. Negative: never.</param>
    public static Dictionary<(int Left, int Right), (int Rank, int Id)> Of(Dictionary<string, int> vocabulary, Func<int, int> rankOf)
    {
        var tokens = vocabulary.GetAlternateLookup<ReadOnlySpan<char>>();
        var merges = new Dictionary<(int Left, int Right), (int Rank, int Id)>();
        foreach (var (token, id) in vocabulary)
        {
            var rank = rankOf(id);
            for (var cut = 1; rank >= 0 && cut < token.Length; cut++)
            {
                if (tokens.TryGetValue(token.AsSpan(0, cut), out var left) && tokens.TryGetValue(token.AsSpan(cut), out var right) && rankOf(left) >= 0 && rankOf(right) >= 0)
                {
                    merges[(left, right)] = (rank, id);
                }
            }
        }

        return merges;
    }
}
