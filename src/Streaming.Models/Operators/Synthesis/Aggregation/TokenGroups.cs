namespace Streaming.Models.Operators.Synthesis.Aggregation;

/// <summary>Neighbouring texts in groups within a number of tokens, of about the same size, as Data-Juicer cuts them.</summary>
internal static class TokenGroups
{
    /// <summary>The groups. A text that is longer alone is a group of its own.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Of(IReadOnlyList<string> texts, IReadOnlyList<int> tokens, int most)
    {
        var total = tokens.Sum(t => (long)t);
        if (total <= most)
        {
            return [texts];
        }

        var average = (double)total / ((total / most) + 1);
        var groups = new List<List<string>>();
        var (open, size) = (new List<string>(), 0L);
        for (var i = 0; i < texts.Count; i++)
        {
            if (size + tokens[i] > most && open.Count > 0)
            {
                Close();
            }

            open.Add(texts[i]);
            size += tokens[i];
            if (size > average)
            {
                Close();
            }
        }

        if (open.Count > 0)
        {
            Close();
        }

        // Where each text fills a group, nothing would become shorter: two go together.
        return groups.Count < texts.Count ? groups : [.. texts.Chunk(2)];

        void Close()
        {
            groups.Add(open);
            (open, size) = ([], 0);
        }
    }
}
