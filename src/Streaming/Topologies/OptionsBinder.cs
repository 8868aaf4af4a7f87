using System.ComponentModel.DataAnnotations;
using Streaming.Operators;

namespace Streaming.Topologies;

/// <summary>Binds YAML to options records, as <see cref="OperatorAttribute"/> says; every problem is collected with its place.</summary>
public sealed class OptionsBinder
{
    private readonly TopologyProblems _problems;
    private readonly ValueBinder _values;
    private readonly string _baseFolder;

    internal OptionsBinder(TopologyProblems problems, string baseFolder)
    {
        _problems = problems;
        _baseFolder = baseFolder;
        _values = new(this, problems, baseFolder);
    }

    /// <summary>Binds options written alone, such as an operator's example; empty text means the defaults.</summary>
    /// <param name="entry">The operator.</param>
    /// <param name="yaml">Its options, e.g. <c>{ min_len: 200 }</c>.</param>
    /// <param name="baseFolder">Where relative paths start.</param>
    /// <returns>The options record (null where there is none, or on a problem) and the problems.</returns>
    public static (object? Options, IReadOnlyList<TopologyProblem> Problems) Bind(OperatorEntry entry, string yaml, string baseFolder)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var problems = new TopologyProblems();
        var nothing = new YamlScalar("", true, new(entry.Name, new(1, 1)));
        var node = string.IsNullOrWhiteSpace(yaml) ? nothing : YamlTreeReader.Read(yaml, entry.Name, problems);
        var options = node is null ? null : new OptionsBinder(problems, Path.GetFullPath(baseFolder)).Bind(node, entry);
        return (options, problems.InOrder);
    }

    /// <summary>The operator's options; null where it has none or a problem was added.</summary>
    internal object? Bind(YamlTree node, OperatorEntry entry)
    {
        var map = node switch
        {
            YamlMap given => given,
            YamlScalar { IsNull: true } => new YamlMap([], node.Where),
            _ => null,
        };
        if (map is null)
        {
            _problems.Add(node, $"{entry.Name} takes options by name: {{ {string.Join(", ", entry.Options.Take(3).Select(o => o.Name + ": …"))} }}");
            return null;
        }

        if (entry.OptionsType is null)
        {
            _problems.AddUnknown(map, entry.Name, []);
            return null;
        }

        return Bind(map, node, entry.OptionsType, entry.Options, entry.Name);
    }

    /// <summary>A record of <paramref name="type"/>; null, with problems added, where something does not fit.</summary>
    /// <param name="map">The options.</param>
    /// <param name="at">Where to report what is missing.</param>
    /// <param name="type">The record.</param>
    /// <param name="options">Its options.</param>
    /// <param name="owner">Whose options they are, for messages.</param>
    /// <param name="elsewhere">Names that are known, but bound by someone else.</param>
    internal object? Bind(YamlMap map, YamlTree at, Type type, IReadOnlyList<OptionEntry> options, string owner, params IReadOnlyCollection<string> elsewhere)
    {
        var before = _problems.Errors;
        _problems.AddUnknown(map, owner, [.. options.Select(o => o.Name), .. elsewhere]);
        var record = Activator.CreateInstance(type)!;
        foreach (var option in options)
        {
            if (map.Find(option.Name) is { } node)
            {
                BindOption(record, node, option);
            }
            else if (option.IsRequired)
            {
                _problems.Add(at, $"{owner} needs '{option.Name}'{(option.Description.Length > 0 ? $": {option.Description}" : "")}");
            }
        }

        if (_problems.Errors == before)
        {
            Validate(record, map, at);
        }

        return _problems.Errors == before ? record : null;
    }

    private void BindOption(object record, YamlTree node, OptionEntry option)
    {
        if (node is YamlScalar { IsNull: true } && option.IsNullable)
        {
            option.Property.SetValue(record, null);
        }
        else if (_values.TryBind(node, option.Shape, option, out var value))
        {
            var context = new ValidationContext(record) { MemberName = option.Property.Name, DisplayName = option.Name };
            foreach (var rule in option.Rules)
            {
                if (rule.GetValidationResult(value, context) is { } failed)
                {
                    _problems.Add(node, failed.ErrorMessage ?? $"'{option.Name}' is not valid");
                }
            }

            option.Property.SetValue(record, value);
        }
    }

    private void Validate(object record, YamlMap map, YamlTree at)
    {
        if (record is IValidatableObject validatable)
        {
            foreach (var failed in validatable.Validate(new(record)))
            {
                _problems.Add(NodeOf(failed.MemberNames.FirstOrDefault(), map, at), failed.ErrorMessage ?? "these options do not go together");
            }
        }

        if (record is IValidatesOptions validates)
        {
            foreach (var problem in validates.Validate(_baseFolder))
            {
                Report(problem, NodeOf(problem.Option, map, at));
            }
        }
    }

    private void Report(OptionProblem problem, YamlTree at)
    {
        if (problem.IsWarning)
        {
            _problems.Warn(at, problem.Message);
        }
        else
        {
            _problems.Add(at, problem.Message);
        }
    }

    private static YamlTree NodeOf(string? option, YamlMap map, YamlTree at) => option is null ? at : map.Find(option) ?? map.Find(SnakeCase.Of(option)) ?? at;
}
