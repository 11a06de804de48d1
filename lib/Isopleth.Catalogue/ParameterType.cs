namespace Isopleth.Catalogue;

/// <summary>The type of an entry's parameter, under the name intake gives it.</summary>
public enum ParameterType
{
    /// <summary><c>str</c>: text.</summary>
    Str,

    /// <summary><c>int</c>: a whole number.</summary>
    Int,

    /// <summary><c>float</c>: a number.</summary>
    Float,

    /// <summary><c>bool</c>: true or false.</summary>
    Bool,

    /// <summary><c>datetime</c>: an instant in UTC.</summary>
    Datetime,

    /// <summary><c>list</c>: a list.</summary>
    List,

    /// <summary><c>mlist</c>: a choice of several among the allowed values.</summary>
    MList,

    /// <summary><c>tuple</c>: a list.</summary>
    Tuple,

    /// <summary><c>dict</c>: keys and values.</summary>
    Dict,

    /// <summary><c>other</c>: anything.</summary>
    Other,
}
