namespace Streaming.Operators.Acquisition;

/// <summary>Tells main text from boilerplate by length and link density, and short blocks by their neighbours (boilerpipe, Kohlschütter et al. 2010; jusText, Pomikálek 2011).</summary>
internal static class MainText
{
    // How far a heading may stand before the text that it heads, in blocks.
    private const int HeadingReach = 3;

    /// <summary>Marks the blocks of the main text. Where none is long enough, all that are not links are.</summary>
    public static void Mark(List<TextBlock> blocks, int minChars, double maxLinkDensity)
    {
        // A page that says which part is its main one is believed.
        var hasMain = blocks.Any(b => b.IsInMain && b.Length >= minChars);
        var marked = 0;
        foreach (var block in blocks)
        {
            block.IsMain = (block.IsInMain || !hasMain) && block.LinkDensity <= maxLinkDensity && (block.Length >= minChars || block.Kind == BlockKind.Code);
            marked += block.IsMain && block.Kind != BlockKind.Code ? 1 : 0;
        }

        if (marked == 0)
        {
            blocks.ForEach(b => b.IsMain = (b.IsInMain || !hasMain) && b.LinkDensity <= maxLinkDensity);
            return;
        }

        MarkShort(blocks, hasMain, maxLinkDensity);
        MarkHeadings(blocks, hasMain);
    }

    // A short block belongs to the text that it stands in.
    private static void MarkShort(List<TextBlock> blocks, bool hasMain, double maxLinkDensity)
    {
        var next = new int[blocks.Count];
        for (var (i, main) = (blocks.Count - 1, int.MaxValue); i >= 0; i--)
        {
            next[i] = main;
            main = blocks[i].IsMain ? i : main;
        }

        for (var (i, last) = (0, -1); i < blocks.Count; i++)
        {
            var block = blocks[i];
            var isWithin = last >= 0 && next[i] != int.MaxValue && next[i] - last <= 2 * Reach(block);
            if (!block.IsMain && block.Kind != BlockKind.Heading && (isWithin || block.IsInMain) && (block.IsInMain || !hasMain) && block.LinkDensity <= maxLinkDensity)
            {
                block.IsMain = true;
            }

            last = block.IsMain ? i : last;
        }
    }

    // Lists are long runs of short blocks.
    private static int Reach(TextBlock block) => block.Kind is BlockKind.Item or BlockKind.Code ? 10 : 4;

    private static void MarkHeadings(List<TextBlock> blocks, bool hasMain)
    {
        for (var (i, main) = (blocks.Count - 1, int.MaxValue); i >= 0; i--)
        {
            var block = blocks[i];
            if (block.Kind == BlockKind.Heading && (block.IsInMain || !hasMain) && main - i <= HeadingReach)
            {
                block.IsMain = true;
            }

            main = block.IsMain ? i : main;
        }
    }
}
