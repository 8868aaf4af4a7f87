using System.Text;

namespace Streaming.Operators.Acquisition;

/// <summary>The main text with its images in order.</summary>
/// <param name="Text">The text; each image is marked by its token.</param>
/// <param name="Images">Where the images are.</param>
/// <param name="Alts">Their alternative texts.</param>
/// <param name="FirstHeading">The first heading, or null.</param>
internal sealed record Interleaving(string Text, IReadOnlyList<Media> Images, object?[] Alts, string? FirstHeading)
{
    /// <summary>Joins the blocks of the main text: empty lines between them, line ends between items of a list.</summary>
    public static Interleaving Of(BlockCollector page, PageAddresses addresses)
    {
        var text = new StringBuilder();
        var images = new List<Media>();
        var alts = new List<object?>();
        TextBlock? last = null;
        foreach (var block in page.Blocks.Where(b => b.IsMain))
        {
            text.Append(last is null ? "" : last.Kind == BlockKind.Item && block.Kind == BlockKind.Item ? "\n" : "\n\n").Append(block.Kind == BlockKind.Item ? "- " : "");
            text.Append(block.Kind == BlockKind.Code ? page.TextOf(block).Trim("\r\n") : page.TextOf(block));
            foreach (var (source, alt) in block.Images)
            {
                images.Add(new(null, addresses.Resolve(source) ?? source));
                alts.Add(alt);
            }

            last = block;
        }

        return new(text.ToString(), images, [.. alts], page.Blocks.Find(b => b.Kind == BlockKind.Heading) is { } heading ? page.TextOf(heading).ToString() : null);
    }
}
