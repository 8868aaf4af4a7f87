using System.IO.Enumeration;
using Streaming.Operators.Safety.Licences;

namespace Streaming.Operators.Safety;

/// <summary>Keeps samples whose licence the policy allows: an SPDX expression in a column, of which one side of each OR and both sides of each AND must be allowed.</summary>
/// <remarks>Ids are compared without regard to case; <c>*</c> stands for anything (<c>CC-BY-*</c>). What is denied is not allowed, whatever <c>allow</c> says. <c>GPL-2.0-only WITH Classpath-exception-2.0</c> is allowed as a whole, or where the licence alone is. Where the column is a list, as groupers and packers make it, each of the licences must be allowed.</remarks>
[Operator("license_policy_filter", Example = "{ license_key: text, allow: [MIT, Apache-2.0, 'BSD-*'], deny: ['*-NC-*'] }")]
internal sealed class LicensePolicyFilter(LicensePolicyFilterOptions options) : RuleFilter
{
    private LicenceField? _licence;

    public override RowSchema Describe(RowSchema input)
    {
        LicenceField.Find(options.LicenseKey, input);
        return input;
    }

    public override ValueTask OpenAsync(OperatorContext context)
    {
        _licence = LicenceField.Find(options.LicenseKey, context.Input);
        return ValueTask.CompletedTask;
    }

    protected override Rejection? Judge(Sample sample)
    {
        if (_licence!.Of(sample) is not { } expression)
        {
            return options.KeepUnknown ? null : new("the licence is not known");
        }

        return LicenceExpression.Holds(expression, IsAllowed) switch
        {
            true => null,
            false => new($"the policy does not allow {Shown(expression)}"),
            _ => options.KeepUnknown ? null : new($"'{Shown(expression)}' is no SPDX expression"),
        };
    }

    private bool IsAllowed(string id) => !Matches(options.Deny, id) && (options.Allow.Count == 0 || Matches(options.Allow, id));

    private static bool Matches(IReadOnlyList<string> patterns, string id)
    {
        foreach (var pattern in patterns)
        {
            if (FileSystemName.MatchesSimpleExpression(pattern, id))
            {
                return true;
            }
        }

        return false;
    }

    private static string Shown(string expression) => expression.Length <= 100 ? expression : expression[..100] + "…";
}

/// <summary>Options of <c>license_policy_filter</c>.</summary>
internal sealed record LicensePolicyFilterOptions : IValidatesOptions
{
    /// <summary>The field with the licence, as a dotted path.</summary>
    public string LicenseKey { get; init; } = "license";

    /// <summary>The licences to keep, as SPDX ids; empty: all that are not denied.</summary>
    public IReadOnlyList<string> Allow { get; init; } = [];

    /// <summary>The licences to reject.</summary>
    public IReadOnlyList<string> Deny { get; init; } = [];

    /// <summary>Keeps samples whose licence is not known.</summary>
    public bool KeepUnknown { get; init; }

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate(string baseFolder)
    {
        if (Allow.Count == 0 && Deny.Count == 0)
        {
            yield return new("allow", "Say which licences to allow, or which to deny.");
        }
    }
}
