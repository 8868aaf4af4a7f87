using Streaming.Operators.Safety.Pii;

namespace Streaming.Operators.Safety;

/// <summary>
/// Finds personal details in texts and puts labels in their place: e-mail addresses, bank accounts and payment cards with valid checksums, national numbers with valid check
/// digits, public IP addresses, telephone numbers that libphonenumber holds for valid.
/// </summary>
/// <remarks>
/// <c>style: token</c> makes it reversible: labels hold the details encrypted under the key in the environment, equal details have equal tokens, and <c>pii_unmask_mapper</c> turns them back.
/// <c>style: hash</c> keeps equal details equal and cannot be turned back. How many were found of each kind is kept in the stats as <c>pii_…</c>. Precision and recall: benchmarks/results/pii.md.
/// </remarks>
[Operator("pii_mask_mapper", Example = "{ kinds: [email, phone, iban, credit_card], phone_regions: [US, DE] }")]
internal sealed class PiiMaskMapper(PiiMaskMapperOptions options) : Mapper
{
    // Names have no form: name_mask_mapper finds them.
    private static readonly PiiKind[] AllKinds = [.. Enum.GetValues<PiiKind>().Where(PiiDetectors.Finds)];
    private static readonly string[] StatOfKind = [.. AllKinds.Select(kind => "pii_" + SnakeCaseOf(kind))];

    private readonly PiiDetectors _detectors = new(options.Kinds ?? AllKinds, options.PhoneRegions, options.Countries, options.OnlyPublicIps);
    private PiiMask? _mask;

    public override RowSchema Describe(RowSchema input) => StatOfKind.Aggregate(input, (schema, stat) => schema.WithStat(stat, ColumnType.Int64));

    public override ValueTask OpenAsync(OperatorContext context)
    {
        _mask = new(options.Style, options.KeyVariable);
        return ValueTask.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        _mask?.Dispose();
        return base.DisposeAsync();
    }

    protected override void Map(Sample sample)
    {
        var found = _detectors.In(sample.Text);
        Span<long> counts = stackalloc long[AllKinds.Length];
        counts.Clear();
        foreach (var finding in found)
        {
            counts[(int)finding.Kind]++;
        }

        for (var kind = 0; kind < counts.Length; kind++)
        {
            sample.Stats[StatOfKind[kind]] = counts[kind];
        }

        sample.Text = _mask!.Apply(sample.Text, found);
    }

    private static string SnakeCaseOf(PiiKind kind) => kind switch { PiiKind.CreditCard => "credit_card", PiiKind.NationalId => "national_id", _ => kind.ToString().ToLowerInvariant() };
}

/// <summary>What stands in for personal details.</summary>
internal enum PiiMaskStyle
{
    /// <summary>Their kind: <c>[EMAIL]</c>.</summary>
    Label,

    /// <summary>Their kind, and themselves encrypted.</summary>
    Token,

    /// <summary>Their kind, and a keyed hash.</summary>
    Hash,
}

/// <summary>Options of <c>pii_mask_mapper</c>.</summary>
internal sealed record PiiMaskMapperOptions : IValidatesOptions
{
    /// <summary>The kinds to find; null: all.</summary>
    public IReadOnlyList<PiiKind>? Kinds { get; init; }

    /// <summary>What stands in for them.</summary>
    public PiiMaskStyle Style { get; init; }

    /// <summary>The variable of the environment that holds the key of tokens and hashes: 16 bytes or more in base64.</summary>
    public string KeyVariable { get; init; } = "STREAMING_PII_KEY";

    /// <summary>Regions (ISO 3166, two letters) in which telephone numbers may stand without the code of their country; each takes time. Empty: international ones only.</summary>
    public IReadOnlyList<string> PhoneRegions { get; init; } = ["US"];

    /// <summary>Countries whose national numbers to find: BE, BR, CN, DE, ES, FI, FR, GB, IN, IT, NL, PL, SE, US. Empty: all.</summary>
    public IReadOnlyList<string> Countries { get; init; } = [];

    /// <summary>Leaves IP addresses of private and special networks alone.</summary>
    public bool OnlyPublicIps { get; init; } = true;

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate(string baseFolder)
    {
        foreach (var kind in (Kinds ?? []).Where(kind => !PiiDetectors.Finds(kind)))
        {
            yield return new("kinds", $"Names ({kind.ToString().ToLowerInvariant()}) have no form that rules could find: name_mask_mapper finds them by a model.");
        }

        foreach (var country in Countries.Where(c => NationalIds.All.All(id => id.Country != c)))
        {
            yield return new("countries", $"There are no rules for the numbers of '{country}'.");
        }

        foreach (var region in PhoneRegions.Where(r => !PhoneNumbers.PhoneNumberUtil.GetInstance().GetSupportedRegions().Contains(r)))
        {
            yield return new("phone_regions", $"libphonenumber does not know the region '{region}'.");
        }
    }
}
