using Streaming.Parquet.Columns;

namespace Streaming.Feed.Gathering;

/// <summary>Whether values of two Arrow types lie in memory alike and mean the same.</summary>
internal static class ArrowKinds
{
    /// <summary>The same type at every level; names of lists' elements, and whether a value may be missing, differ between writers and do not count.</summary>
    public static bool AreSame(ArrowTypes.IArrowType first, ArrowTypes.IArrowType second)
    {
        if (first.TypeId != second.TypeId)
        {
            return false;
        }

        if (first is not ArrowTypes.NestedType a || second is not ArrowTypes.NestedType b)
        {
            return ArrowColumns.FromType(first).Equals(ArrowColumns.FromType(second));
        }

        return a.Fields.Count == b.Fields.Count
            && (first as ArrowTypes.FixedSizeListType)?.ListSize == (second as ArrowTypes.FixedSizeListType)?.ListSize
            && a.Fields.Zip(b.Fields).All(f => AreSame(f.First.DataType, f.Second.DataType) && (first is not ArrowTypes.StructType || f.First.Name == f.Second.Name));
    }
}
