using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Streaming.Operators;

/// <summary>Reads an options record: what OperatorAttribute's remarks promise.</summary>
internal static class OptionReflection
{
    // Deeper nesting than any topology needs; a record that contains itself ends here instead of overflowing the stack.
    private const int MaxDepth = 8;

    public static IReadOnlyList<OptionEntry> Read(Type record, bool isSink = false) => Read(record, isSink, 0);

    public static IEnumerable<PropertyInfo> OptionsOf(Type record) =>
        record.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.SetMethod is { IsPublic: true } && p.GetIndexParameters().Length == 0);

    public static string NameOf(PropertyInfo property) => property.GetCustomAttribute<OptionNameAttribute>()?.Name ?? SnakeCase.Of(property.Name);

    private static OptionEntry[] Read(Type record, bool isSink, int depth)
    {
        var defaults = Activator.CreateInstance(record)!;
        var nullability = new NullabilityInfoContext();
        return [.. OptionsOf(record).Select(p => Read(p, defaults, nullability, isSink, depth))];
    }

    private static OptionEntry Read(PropertyInfo property, object defaults, NullabilityInfoContext nullability, bool isSink, int depth)
    {
        var name = NameOf(property);
        var rules = property.GetCustomAttributes<ValidationAttribute>().ToList();
        return new(name, property, ShapeOf(property.PropertyType, property, depth))
        {
            Default = property.GetValue(defaults),
            IsRequired = property.IsDefined(typeof(RequiredMemberAttribute)) || rules.OfType<RequiredAttribute>().Any(),
            IsNullable = nullability.Create(property).WriteState != NullabilityState.NotNull,
            IsPath = property.IsDefined(typeof(PathOptionAttribute)) || (isSink && depth == 0 && name == "path"),
            IsOutput = (property.GetCustomAttribute<PathOptionAttribute>()?.IsOutput ?? false) || (isSink && depth == 0 && name == "path"),
            IsPathOrName = property.GetCustomAttribute<PathOptionAttribute>()?.OrName ?? false,
            PathNames = property.GetCustomAttribute<PathOptionAttribute>()?.Names ?? [],
            Range = rules.OfType<RangeAttribute>().Select(RangeOf).FirstOrDefault(),
            Allowed = [.. rules.OfType<AllowedValuesAttribute>().SelectMany(a => a.Values).OfType<object>()],
            Rules = [.. rules.Where(r => r is not (RangeAttribute or AllowedValuesAttribute or RequiredAttribute))],
        };
    }

    private static OptionShape ShapeOf(Type declared, PropertyInfo property, int depth)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        if (FormOf(type) is { } form)
        {
            return new(form, type) { Choices = form == OptionForm.Choice ? [.. Enum.GetNames(type).Select(SnakeCase.Of)] : [] };
        }

        if (type.IsGenericType && type.GetGenericArguments() is [var key, var value] && key == typeof(string) && type.IsAssignableFrom(typeof(Dictionary<,>).MakeGenericType(key, value)))
        {
            return new(OptionForm.Map, type) { Element = ShapeOf(value, property, depth) };
        }

        if (ElementOf(type) is { } element)
        {
            return new(OptionForm.List, type) { Element = ShapeOf(element, property, depth) };
        }

        if (type.GetConstructor(Type.EmptyTypes) is null || depth == MaxDepth)
        {
            throw new InvalidOperationException($"{property.DeclaringType!.FullName}.{property.Name} has a type that topologies cannot say: {type}.");
        }

        return new(OptionForm.Record, type) { Fields = Read(type, false, depth + 1) };
    }

    private static OptionForm? FormOf(Type type) => type switch
    {
        _ when type == typeof(bool) => OptionForm.Bool,
        _ when type == typeof(string) => OptionForm.Text,
        _ when type == typeof(object) => OptionForm.Any,
        _ when type == typeof(TimeSpan) => OptionForm.Duration,
        _ when type == typeof(ByteSize) => OptionForm.Size,
        { IsEnum: true } => OptionForm.Choice,
        _ when type == typeof(double) || type == typeof(float) => OptionForm.Number,
        _ when type == typeof(int) || type == typeof(long) || type == typeof(ulong) || type == typeof(uint) => OptionForm.Integer,
        _ => null,
    };

    private static Type? ElementOf(Type type) => type switch
    {
        { IsArray: true } => type.GetElementType(),
        { IsGenericType: true } when type.GetGenericArguments() is [var element] && type.IsAssignableFrom(element.MakeArrayType()) => element,
        _ => null,
    };

    private static OptionRange RangeOf(RangeAttribute range)
    {
        var (low, high) = (ToDouble(range.Minimum, range.OperandType), ToDouble(range.Maximum, range.OperandType));
        return new(low <= int.MinValue ? null : low, IsOpen(high) ? null : high, range.MinimumIsExclusive, range.MaximumIsExclusive);
    }

    private static bool IsOpen(double high) => high is int.MaxValue or >= long.MaxValue;

    private static double ToDouble(object bound, Type operand) =>
        operand == typeof(TimeSpan) ? TimeSpan.Parse((string)bound, CultureInfo.InvariantCulture).TotalSeconds : Convert.ToDouble(bound, CultureInfo.InvariantCulture);
}
