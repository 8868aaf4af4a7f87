using System.Collections;
using System.Globalization;
using Streaming.Operators.Text;

namespace Streaming.Operators.Filtering.Conditions;

/// <summary>How Python compares values. Lists of samples are arrays; fields of structs never get here as lists (see <see cref="PythonStruct"/>).</summary>
internal static class PythonValue
{
    /// <summary><c>bool(value)</c>.</summary>
    public static bool Truth(object? value) => value switch
    {
        null => false,
        bool b => b,
        string s => s.Length > 0,
        PythonStruct s => s.Names.Count > 0,
        PythonSequence s => s.Items.Count > 0,
        ICollection c => c.Count > 0,
        IConvertible number => number.ToDouble(CultureInfo.InvariantCulture) != 0,
        _ => true,
    };

    /// <summary><c>first == second</c>: numbers by value whatever their type, true being 1; lists and tuples item by item, but never one with the other.</summary>
    public static bool Same(object? first, object? second) => (first, second) switch
    {
        (null, null) => true,
        (string a, string b) => a == b,
        (string, _) or (_, string) => false,
        (PythonStruct a, PythonStruct b) => a.Names.SequenceEqual(b.Names) && a.Values.Zip(b.Values).All(p => Same(p.First, p.Second)),
        (PythonSequence { Kind: SequenceKind.Set } a, PythonSequence { Kind: SequenceKind.Set } b) =>
            a.Items.All(i => b.Items.Any(j => Same(i, j))) && b.Items.All(i => a.Items.Any(j => Same(i, j))),
        _ when ListOf(first) is { } a && ListOf(second) is { } b => KindOf(first!) == KindOf(second!) && a.Count == b.Count && a.Zip(b).All(p => Same(p.First, p.Second)),
        (IConvertible a, IConvertible b) => Number(a).CompareTo(Number(b)) == 0,
        _ => false,
    };

    /// <summary>Below zero, zero or above as <c>first</c> is less than, equal to or more than <c>second</c>; null where a figure is NaN.</summary>
    /// <exception cref="InvalidDataException">They have no order.</exception>
    public static int? Order(object first, object second) => (first, second) switch
    {
        (string a, string b) => CodePoints.Compare(a, b),
        (IConvertible a and not string, IConvertible b and not string) => IsNan(a) || IsNan(b) ? null : Number(a).CompareTo(Number(b)),
        _ when ListOf(first) is { } a && ListOf(second) is { } b && KindOf(first) == KindOf(second) && KindOf(first) != SequenceKind.Set => Order(a, b),
        _ => throw new InvalidDataException($"A value of {NameOf(first)} cannot be compared with one of {NameOf(second)}."),
    };

    /// <summary><c>item in whole</c>.</summary>
    /// <exception cref="InvalidDataException">Nothing can be in such a value.</exception>
    public static bool Contains(object whole, object item) => whole switch
    {
        string text => item is string part
            ? text.Contains(part, StringComparison.Ordinal)
            : throw new InvalidDataException($"A value of {NameOf(item)} cannot be in a text."),
        PythonStruct fields => item is string name && fields.Names.Contains(name),
        _ => (ListOf(whole) ?? throw new InvalidDataException($"Nothing can be in a value of {NameOf(whole)}.")).Any(i => Same(i, item)),
    };

    private static int? Order(IReadOnlyList<object?> first, IReadOnlyList<object?> second)
    {
        for (var i = 0; i < first.Count && i < second.Count; i++)
        {
            if (!Same(first[i], second[i]))
            {
                return first[i] is { } a && second[i] is { } b ? Order(a, b) : throw new InvalidDataException("A missing value has no order.");
            }
        }

        return first.Count.CompareTo(second.Count);
    }

    private static IReadOnlyList<object?>? ListOf(object? value) => value switch
    {
        PythonSequence sequence => sequence.Items,
        object?[] items => items,
        IEnumerable items and not string => [.. items.Cast<object?>()],
        _ => null,
    };

    private static SequenceKind KindOf(object list) => (list as PythonSequence)?.Kind ?? SequenceKind.List;

    private static bool IsNan(IConvertible number) => number is double d && double.IsNaN(d);

    // Doubles beyond the range of decimals are compared as doubles; integers are exact.
    private static Figure Number(IConvertible number) => number switch
    {
        double d => new(d, null),
        ulong u => new(u, u),
        bool b => new(b ? 1 : 0, b ? 1 : 0),
        _ => new(number.ToDouble(CultureInfo.InvariantCulture), number.ToInt64(CultureInfo.InvariantCulture)),
    };

    private static string NameOf(object value) => value switch
    {
        string => "text",
        bool => "truth",
        IConvertible => "number",
        PythonStruct => "struct",
        _ => "list",
    };

    private readonly record struct Figure(double Rounded, Int128? Whole)
    {
        public int CompareTo(Figure other) => (Whole, other.Whole) switch
        {
            ({ } a, { } b) => a.CompareTo(b),
            (null, { } b) when Math.Abs(Rounded) < 1e37 => Order(Rounded, b),
            ({ } a, null) when Math.Abs(other.Rounded) < 1e37 => -Order(other.Rounded, a),
            _ => Rounded < other.Rounded ? -1 : Rounded == other.Rounded ? 0 : 1,
        };

        private static int Order(double real, Int128 whole)
        {
            var floor = Math.Floor(real);
            var order = ((Int128)floor).CompareTo(whole);
            return order == 0 && real > floor ? 1 : order;
        }
    }
}
