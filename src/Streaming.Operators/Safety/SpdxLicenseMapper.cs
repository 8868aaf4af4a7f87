using System.ComponentModel.DataAnnotations;
using Streaming.Operators.Safety.Licences;

namespace Streaming.Operators.Safety;

/// <summary>
/// Finds the licence of each sample and writes it into a column as an SPDX expression: from a name that the column holds already, from the tags <c>SPDX-License-Identifier:</c> of the text, or from the text of
/// a licence or its usual notice in its first 3,000 characters.
/// </summary>
/// <remarks>What is in the column and is an expression stays; a name that people write (<c>MIT License</c>) becomes its id; another name stays as it is. A sample of which nothing is known keeps an empty column.</remarks>
[Operator("spdx_license_mapper", Example = "{ license_key: license }")]
internal sealed class SpdxLicenseMapper(SpdxLicenseMapperOptions options) : Mapper
{
    // Licences speak of each other further down: GPL 3 names AGPL and LGPL, and how to allow later versions.
    private const int NoticeChars = 3000;

    public override RowSchema Describe(RowSchema input) => input.Find(options.LicenseKey) is null ? input.With(new(options.LicenseKey, ColumnType.String)) : input;

    protected override void Map(Sample sample)
    {
        if (sample.Meta[options.LicenseKey] is string { Length: > 0 } given)
        {
            sample.Meta[options.LicenseKey] = LicenceTexts.OfName(given) ?? given;
            return;
        }

        var head = sample.Text.AsSpan(0, Math.Min(sample.Text.Length, options.MaxChars));
        sample.Meta[options.LicenseKey] = LicenceTags.In(head) ?? LicenceTexts.In(head[..Math.Min(head.Length, NoticeChars)]);
    }
}

/// <summary>Options of <c>spdx_license_mapper</c>.</summary>
internal sealed record SpdxLicenseMapperOptions
{
    /// <summary>The column for the licence, a string; it is made where it is not there.</summary>
    public string LicenseKey { get; init; } = "license";

    /// <summary>How much of the start of a text is looked at for tags, in UTF-16 units.</summary>
    [Range(1, int.MaxValue)]
    public int MaxChars { get; init; } = 65_536;
}
