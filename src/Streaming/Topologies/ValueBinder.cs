using System.Collections;
using Streaming.Operators;

namespace Streaming.Topologies;

/// <summary>Binds a value of any shape; reports what does not fit.</summary>
internal sealed class ValueBinder(OptionsBinder records, TopologyProblems problems, string baseFolder)
{
    /// <summary>False, with a problem added, where the node does not fit.</summary>
    public bool TryBind(YamlTree node, OptionShape shape, OptionEntry option, out object? value)
    {
        if (shape.Form == OptionForm.Any && node is YamlScalar any)
        {
            value = ScalarValue.Any(any);
            return true;
        }

        value = shape.Form switch
        {
            OptionForm.List => BindList(node, shape, option),
            OptionForm.Map => BindMap(node, shape, option),
            OptionForm.Record => BindRecord(node, shape, option),
            _ => BindScalar(node, shape, option),
        };
        return value is not null;
    }

    private Array? BindList(YamlTree node, OptionShape shape, OptionEntry option)
    {
        // One value stands for a list of one: nearly every list of paths or topics is one.
        var items = node is YamlList list ? list.Items : [node];
        var values = new List<object?>(items.Count);
        var fits = true;
        foreach (var item in items)
        {
            fits &= TryBind(item, shape.Element!, option, out var value);
            values.Add(value);
        }

        return fits ? ToArray(values, shape.Element!.Type) : null;
    }

    private IDictionary? BindMap(YamlTree node, OptionShape shape, OptionEntry option)
    {
        if (node is not YamlMap map)
        {
            problems.Add(node, $"'{option.Name}' takes {ScalarValue.Expected(shape)}, not {Describe(node)}");
            return null;
        }

        var result = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), shape.Element!.Type))!;
        var fits = true;
        foreach (var (key, child) in map.Entries)
        {
            if (TryBind(child, shape.Element, option, out var value))
            {
                result.Add(key.Value, value);
            }
            else
            {
                fits = false;
            }
        }

        return fits ? result : null;
    }

    private object? BindRecord(YamlTree node, OptionShape shape, OptionEntry option)
    {
        if (node is YamlMap map)
        {
            return records.Bind(map, map, shape.Type, shape.Fields, $"'{option.Name}'");
        }

        problems.Add(node, $"'{option.Name}' takes {ScalarValue.Expected(shape)}, not {Describe(node)}");
        return null;
    }

    private object? BindScalar(YamlTree node, OptionShape shape, OptionEntry option)
    {
        if (node is not YamlScalar scalar || (scalar.IsNull && shape.Form == OptionForm.Text) || ScalarValue.Parse(scalar.Value, shape, option.Unit) is not { } value)
        {
            var nearest = node is YamlScalar s && shape.Form == OptionForm.Choice ? NearestName.Find(s.Value, shape.Choices) : null;
            problems.Add(node, $"'{option.Name}' takes {ScalarValue.Expected(shape)}, not {Describe(node)}", nearest);
            return null;
        }

        return IsWithinBounds(scalar, value, option) ? Resolve(scalar, value, option) : null;
    }

    private bool IsWithinBounds(YamlScalar scalar, object value, OptionEntry option)
    {
        if (option.Range is { } range && !range.Holds(ToDouble(value)))
        {
            problems.Add(scalar, $"'{option.Name}' must be {range}, not {TopologyProblems.Excerpt(scalar.Value)}");
            return false;
        }

        var allowed = option.Allowed.Select(OptionText.Of).ToList();
        if (allowed.Count > 0 && !allowed.Contains(OptionText.Of(value)))
        {
            problems.Add(scalar, $"'{option.Name}' must be one of {string.Join(", ", allowed)}, not {Describe(scalar)}", NearestName.Find(scalar.Value, allowed));
            return false;
        }

        return true;
    }

    private object? Resolve(YamlScalar scalar, object value, OptionEntry option)
    {
        if (!option.IsPath || value is not string path || path.Length == 0 || option.PathNames.Contains(path))
        {
            return value;
        }

        if (StorePlace.IsAddress(path))
        {
            return option.IsOutput && ObjectStores.Problem(path) is { } problem ? Refuse(scalar, option, problem) : value;
        }

        if (path.Contains('\0', StringComparison.Ordinal))
        {
            problems.Add(scalar, $"'{option.Name}' holds a character that no path may have");
            return null;
        }

        var full = Path.GetFullPath(path, baseFolder);
        return option.IsPathOrName && !Path.Exists(full) ? path : full;
    }

    private object? Refuse(YamlScalar scalar, OptionEntry option, string problem)
    {
        problems.Add(scalar, $"'{option.Name}': {problem}");
        return null;
    }

    private static double ToDouble(object value) => value switch
    {
        ByteSize size => size.Bytes,
        TimeSpan time => time.TotalSeconds,
        IConvertible number and not string => number.ToDouble(null),
        _ => double.NaN,
    };

    private static Array ToArray(List<object?> values, Type element)
    {
        var array = Array.CreateInstance(element, values.Count);
        for (var i = 0; i < values.Count; i++)
        {
            array.SetValue(values[i], i);
        }

        return array;
    }

    private static string Describe(YamlTree node) => node switch
    {
        YamlList => "a list",
        YamlMap => "a map",
        YamlScalar { IsNull: true } => "nothing",
        YamlScalar scalar => $"'{TopologyProblems.Excerpt(scalar.Value)}'",
        _ => "this",
    };
}
