using System.Text;
using System.Text.RegularExpressions;

namespace Streaming.Topologies;

/// <summary>Puts environment variables into values: <c>${NAME}</c>, <c>${NAME:-default}</c>; <c>$${</c> stands for <c>${</c>.</summary>
internal sealed partial class Substitution(Func<string, string?> environment, TopologyProblems problems)
{
    public YamlTree Apply(YamlTree node) => node switch
    {
        YamlScalar scalar when scalar.Value.Contains("${", StringComparison.Ordinal) => Apply(scalar),
        YamlList list => new YamlList([.. list.Items.Select(Apply)], list.Where),
        YamlMap map => new YamlMap([.. map.Entries.Select(e => e with { Value = Apply(e.Value) })], map.Where),
        _ => node,
    };

    private YamlScalar Apply(YamlScalar scalar)
    {
        var result = new StringBuilder();
        var from = 0;
        foreach (Match match in Reference().Matches(scalar.Value))
        {
            result.Append(scalar.Value, from, match.Index - from).Append(Resolve(scalar, match));
            from = match.Index + match.Length;
            if (result.Length > YamlTreeReader.MaxScalarChars)
            {
                problems.Add(scalar, "with its variables, a value of more than 1 MiB");
                return scalar;
            }
        }

        result.Append(scalar.Value, from, scalar.Value.Length - from);
        return new(result.ToString(), scalar.IsPlain, scalar.Where);
    }

    private string Resolve(YamlScalar scalar, Match match)
    {
        if (match.Value == "$${")
        {
            return "${";
        }

        var name = match.Groups["name"].Value;
        if (name.Length == 0)
        {
            problems.Add(Inside(scalar, match), "not a variable: write ${NAME} or ${NAME:-default}, or $${ for the characters themselves");
            return match.Value;
        }

        var value = environment(name);
        if (match.Groups["default"].Success)
        {
            return string.IsNullOrEmpty(value) ? match.Groups["default"].Value : value;
        }

        if (value is null)
        {
            problems.Add(Inside(scalar, match), $"the environment variable {name} is not set; set it, or write ${{{name}:-default}}");
        }

        return value ?? match.Value;
    }

    private static Place Inside(YamlScalar scalar, Match match) => scalar.Where.Right(match.Index + (scalar.IsPlain ? 0 : 1));

    [GeneratedRegex(@"\$\$\{|\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(:-(?<default>[^}]*))?\}|\$\{", RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();
}
