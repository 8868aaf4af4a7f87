using System.ComponentModel.DataAnnotations;

namespace Streaming.Operators.Acquisition;

/// <summary>Options of <see cref="HtmlExtractMapper"/>.</summary>
internal sealed record HtmlExtractMapperOptions
{
    /// <summary>A block of text of this many characters, few of them in links, is main text.</summary>
    [Range(1, 100_000)]
    public int MinBlockChars { get; init; } = 80;

    /// <summary>A block of which a larger share of characters stands in links is boilerplate.</summary>
    [Range(0.0, 1.0)]
    public double MaxLinkDensity { get; init; } = 0.4;

    /// <summary>Whether images of the main text become media, each marked in the text by its token.</summary>
    public bool Images { get; init; } = true;

    /// <summary>At most so many links are kept.</summary>
    [Range(0, 100_000)]
    public int MaxLinks { get; init; } = 500;
}

/// <summary>
/// Turns an HTML page into its main text: menus, footers and other boilerplate are left out, blocks are separated by empty lines, list items begin with a dash, code keeps its lines, and
/// images (with their addresses) stand as <c>&lt;__dj__image&gt;</c> where the page has them.
/// </summary>
/// <remarks>
/// Columns: <c>title</c>, <c>html_lang</c> (the page's own word for its language), <c>links</c>, <c>image_alts</c> (beside <c>images</c>), and what the page says of its use: <c>robots</c>
/// (<c>meta name=robots</c>, <c>X-Robots-Tag</c>), <c>license</c> (<c>rel=license</c>), <c>tdm_reservation</c>, <c>tdm_policy</c>. Addresses are made absolute by <c>base</c> and the column <c>url</c>; HTTP's fields are
/// taken from the column <c>http_headers</c>. Samples whose column <c>media_type</c> says that they are no HTML keep their text. Extraction is by text and link density over blocks (as boilerpipe and jusText do), on AngleSharp's tree.
/// </remarks>
[Operator("html_extract_mapper")]
internal sealed class HtmlExtractMapper(HtmlExtractMapperOptions options) : Mapper
{
    /// <inheritdoc/>
    public override RowSchema Describe(RowSchema input)
    {
        var list = new ListType(ColumnType.String);
        var schema = input.With(new("title", ColumnType.String)).With(new("html_lang", ColumnType.String)).With(new("links", list)).With(new("robots", ColumnType.String))
            .With(new("license", ColumnType.String)).With(new("tdm_reservation", ColumnType.String)).With(new("tdm_policy", ColumnType.String));
        return options.Images ? schema.With(new("image_alts", list)).With(new(KnownColumns.Images, KnownColumns.MediaType)) : schema;
    }

    /// <inheritdoc/>
    protected override void Map(Sample sample)
    {
        if (sample.Meta["media_type"] is string type && !type.Contains("html", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        using var document = PageTree.Parse(sample.Text);
        var addresses = PageAddresses.Of(document, sample.Meta["url"] as string);
        var (hints, links, blocks) = (new PageHints(new(sample.Meta["http_headers"]), addresses), new PageLinks(addresses, options.MaxLinks), new BlockCollector(options.Images));
        new PageWalk(hints, links, blocks).Through(document);
        MainText.Mark(blocks.Blocks, options.MinBlockChars, options.MaxLinkDensity);
        var page = Interleaving.Of(blocks, addresses);

        sample.Text = page.Text;
        sample.Meta["title"] = hints.Title ?? page.FirstHeading;
        sample.Meta["html_lang"] = hints.Language;
        sample.Meta["links"] = links.All;
        sample.Meta["robots"] = hints.Robots;
        sample.Meta["license"] = hints.License;
        sample.Meta["tdm_reservation"] = hints.TdmReservation;
        sample.Meta["tdm_policy"] = hints.TdmPolicy;
        if (options.Images)
        {
            sample.Images = page.Images;
            sample.Meta["image_alts"] = page.Alts;
        }
    }
}
